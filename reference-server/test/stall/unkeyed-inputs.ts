import { setTimeout as delay } from "node:timers/promises";
import { HOLD_MS, type Input, jsonHeaders, repeat } from "./input.js";
import { head } from "./sockets.js";

/** An input that is one text on many connections, none of which reads. */
function raw(name: string, connections: number, text: () => string): Input {
  return {
    name,
    keyed: false,
    async run({ sockets }) {
      await sockets.openMany(connections, text());
      await delay(HOLD_MS);
    },
  };
}

const MB = 1_048_576;

/** Inputs that need no API key. */
export const UNKEYED: Input[] = [
  raw("unknown methods", 20, () => head("QUERY", "/healthz").repeat(50)),
  raw("a 15 KB path and query", 50, () => head("GET", `/v1/${"a/".repeat(3500)}?${"b=1&".repeat(1900)}`)),
  raw("a 1 MB request head", 20, () => head("GET", "/v1/events", { A: "a".repeat(MB) })),
  raw("2,000 headers", 20, () => `GET / HTTP/1.1\r\nHost: h\r\n${"a: b\r\n".repeat(2000)}\r\n`),
  raw("2,000 pipelined requests", 10, () => head("GET", "/healthz").repeat(2000)),
  raw("2,000 pipelined requests that are refused", 10, () => head("GET", "/v1/events").repeat(2000)),
  raw("unread documents", 40, () => head("GET", "/openapi.json").repeat(50)),
  raw("half a request head", 200, () => "POST /v1/events HTTP/1.1\r\nHost: h\r\nAuthorization: Be"),
  raw("keys of 12 KB", 50, () =>
    head("GET", "/v1/events", { Authorization: `Bearer hk_test_${"a".repeat(12_000)}` }).repeat(5),
  ),
  raw("a 5 MB batch without a key", 5, () => {
    const body = repeat('{"events":[', "1,", "1]}");
    return head("POST", "/v1/events/batch", jsonHeaders(body.length)) + body;
  }),
  raw(
    "an endless chunked body without a key",
    10,
    () =>
      head("POST", "/v1/events", { "Content-Type": "application/json", "Transfer-Encoding": "chunked" }) +
      `10000\r\n${"[".repeat(0x10000)}\r\n`.repeat(100),
  ),
  raw("upgrades to HTTP/2, pipelined", 20, () =>
    head("GET", "/v1/events", {
      Connection: "Upgrade, HTTP2-Settings",
      Upgrade: "h2c",
      "HTTP2-Settings": "AAMAAABk",
    }).repeat(20),
  ),
  raw("WebSocket upgrades without a key", 100, () =>
    head("GET", "/v1/tunnel", {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }),
  ),
  raw("bytes that are not HTTP", 50, () => "\0\xff\r\n".repeat(10_000)),
];
