import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from "node:net";
import { generateSecret, createSigner, verifySignature } from "@harbor/signing";
import { generate } from "selfsigned";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { type AttemptResult, type Destination, newDestination } from "../../domain/domain.js";
import { createNameResolver } from "../../net/name-resolver.js";
import { createUrlGuard } from "../../net/url-guard.js";
import type { LeasedDelivery } from "../../store/store.js";
import { fixedHeaders } from "../../domain/attempt-headers.js";
import type { Target } from "../../environments/environment-cache.js";
import { signRequest } from "../sign-request.js";
import { createHttpTransport } from "./http.js";
import { isLocalFault, type Transport } from "./transport.js";

const resolver = createNameResolver({ servers: [] });
const guard = createUrlGuard({ testNetworks: ["127.0.0.0/8", "::1/128"], resolver });
const transport = createHttpTransport({ guard, resolver, maxConnectionAgeMs: 60_000 });
const secret = generateSecret();
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(() => {
  transport.destroy();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

const http = async (handler: RequestListener) =>
  `http://127.0.0.1:${await listen(createHttp(handler))}/hook?a=1`;

/** A receiver that writes these very bytes once it has read the request's head. */
async function raw(respond: (socket: Socket) => void): Promise<string> {
  const server = createTcp((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      respond(socket);
    });
  });
  return `http://127.0.0.1:${await listen(server)}/`;
}

function targetOf(url: string, over: Partial<Destination> = {}): Target {
  const destination: Destination = {
    ...newDestination({ id: "dest_1", environmentId: 1, url, now: 0 }),
    timeout_seconds: 1,
    ...over,
  };
  const signer = createSigner([secret]);
  return {
    destination,
    ...fixedHeaders(["X-Mine", "yes"], "Harbor/1.0.0"),
    signer: () => (attempt) => ["Harbor-Signature", signer.sign(attempt)],
  };
}

const BODY = Buffer.from('{"n":1.0,  "big":12345678901234567890,"e":1e3}');
const delivery: LeasedDelivery = {
  id: "del_01JD8QJ4Q4000000000000000B",
  environment_id: 1,
  tenant: null,
  version: 1,
  event_id: "evt_01JD8QJ4Q4000000000000000A",
  event_type: "order.created",
  destination_id: "dest_1",
  body: BODY,
  lease: { token: "t", expires_at: 0 },
  trigger: "schedule",
  retry_count: 2,
  attempt_number: 2,
  starts_budget: false,
  budget_started_at: 0,
  token: null,
  lane: 1,
  trace: null,
  before: { status: "retrying", due_at: 0, dead_reason: null },
};

type Sent = AttemptResult & { latency_ms: number };

async function send(
  url: string,
  over: Partial<Destination> = {},
  through: Transport = transport.send,
): Promise<Sent> {
  const sentAt = Date.now();
  const target = targetOf(url, over);
  const terms = {
    target,
    body: BODY,
    mode: "test" as const,
    sentAt,
    environmentNow: sentAt,
    random: Math.random,
    trace: null,
  };
  const startedAt = performance.now();
  const result = await through(signRequest(delivery, terms));
  if (isLocalFault(result)) throw result.local_fault;
  return { ...result, latency_ms: performance.now() - startedAt };
}

describe("the request", () => {
  test("carries the body's own bytes, every header of the contract and a signature that verifies", async () => {
    const seen = new Promise<{ headers: NodeJS.Dict<string | string[]>; body: Buffer; url: string }>(
      (resolve) => {
        void http((request, response) => {
          const chunks: Buffer[] = [];
          request.on("data", (chunk: Buffer) => chunks.push(chunk));
          request.on("end", () => {
            response.end("ok");
            resolve({ headers: request.headers, body: Buffer.concat(chunks), url: request.url ?? "" });
          });
        }).then(send);
      },
    );
    const { headers, body, url } = await seen;
    expect(url).toBe("/hook?a=1");
    expect(body.equals(BODY)).toBe(true);
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "content-length": String(BODY.length),
      "harbor-event-id": delivery.event_id,
      "harbor-event-type": "order.created",
      "harbor-delivery-id": delivery.id,
      "harbor-retry-count": "2",
      "x-mine": "yes",
    });
    expect(headers["user-agent"]).toMatch(/^Harbor\/\d/);
    // The 128 bits of the event's ULID.
    expect(headers["traceparent"]).toMatch(/^00-0193517912e40000000000000000000a-[0-9a-f]{16}-01$/);
    expect(headers["accept-encoding"]).toBeUndefined();
    const verified = verifySignature({ body, headers, secret });
    expect(verified).toMatchObject({
      headersSigned: true,
      eventId: delivery.event_id,
      deliveryId: delivery.id,
    });
    expect(String(verified.timestamp)).toBe(headers["harbor-timestamp"]);
  });
});

describe("the response", () => {
  test.each([200, 204, 301, 400, 404, 410, 429, 500, 503, 599])("status %s is that status", async (code) => {
    const url = await http((_, response) =>
      response.writeHead(code, { Location: "http://127.0.0.1/" }).end(),
    );
    expect(await send(url)).toMatchObject({ response_code: code, error: null, response_body: "" });
  });

  test("its wish for a retry is read", async () => {
    const url = await http((_, response) =>
      response.writeHead(401, { "Harbor-Retry-Hint": "TRUE", "Retry-After": "7" }).end(),
    );
    expect(await send(url)).toMatchObject({ retry_requested: true, retry_after_ms: 7000 });
  });

  test("a body of more than 4 KB is cut there and the connection dropped", async () => {
    const closed = new Promise<void>((resolve) => {
      void http((_, response) => {
        response.on("close", resolve);
        const flood = () => {
          while (!response.destroyed && response.write("x".repeat(1000)));
          if (!response.destroyed) response.once("drain", flood);
        };
        flood();
      }).then(async (url) => {
        const sent = await send(url);
        expect(sent).toMatchObject({ response_code: 200, error: null });
        expect(sent.response_body).toBe("x".repeat(4096));
      });
    });
    await closed;
  });

  test("a body is never decompressed", async () => {
    const url = await http((_, response) =>
      response.writeHead(200, { "Content-Encoding": "gzip" }).end("not gzip"),
    );
    expect(await send(url)).toMatchObject({ response_code: 200, error: null, response_body: "not gzip" });
  });

  test("one byte at a time, without end: the status counts, and the attempt ends with its time", async () => {
    const url = await http((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write("."), 50);
      response.on("close", () => {
        clearInterval(drip);
      });
    });
    const sent = await send(url);
    expect(sent).toMatchObject({ response_code: 200, error: null });
    expect(sent.latency_ms).toBeGreaterThanOrEqual(990);
    expect(sent.response_body).toMatch(/^\.+$/);
  });

  test("broken chunking after the head: the status counts", async () => {
    const url = await raw((socket) =>
      socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nboom"),
    );
    expect(await send(url)).toMatchObject({ response_code: 200, error: null });
  });

  test("a reset after the head: the status counts", async () => {
    const url = await raw((socket) => {
      socket.write("HTTP/1.1 503 Unavailable\r\nContent-Length: 100\r\n\r\nhalf", () =>
        socket.resetAndDestroy(),
      );
    });
    expect(await send(url)).toMatchObject({ response_code: 503, error: null });
  });

  test("interim responses are skipped", async () => {
    const url = await raw((socket) =>
      socket.end(
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok",
      ),
    );
    expect(await send(url)).toMatchObject({ response_code: 202, response_body: "ok" });
  });
});

describe("no response", () => {
  test("never a word: timeout, at its time", async () => {
    const sent = await send(await raw(() => undefined));
    expect(sent).toMatchObject({ response_code: null, error: "timeout", response_body: null });
    expect(sent.latency_ms).toBeGreaterThanOrEqual(990);
    expect(sent.latency_ms).toBeLessThan(1500);
  });

  test("reset: connection_reset", async () => {
    expect(await send(await raw((socket) => socket.resetAndDestroy()))).toMatchObject({
      error: "connection_reset",
    });
  });

  test("closed without a response: connection_reset", async () => {
    expect(await send(await raw((socket) => socket.end()))).toMatchObject({ error: "connection_reset" });
  });

  test("a closed port: connection_refused", async () => {
    const server = createTcp();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({ error: "connection_refused" });
  });

  test("the name does not resolve: dns_error", async () => {
    expect(await send("http://no-such-host.invalid/")).toMatchObject({ error: "dns_error" });
  });

  test.each([
    "this is not HTTP at all\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
  ])("%j: protocol_error", async (text) => {
    expect(await send(await raw((socket) => socket.end(text)))).toMatchObject({ error: "protocol_error" });
  });

  test("ten megabytes of headers: protocol_error, and not read to the end", async () => {
    const url = await raw((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n`);
      for (let i = 0; i < 10_000; i++) socket.write(`X-${i}: ${"y".repeat(1000)}\r\n`);
    });
    expect(await send(url)).toMatchObject({ response_code: null, error: "protocol_error" });
  });

  test("an untrusted certificate: tls_error", async () => {
    const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }]);
    const port = await listen(createHttps({ cert, key }, (_, response) => response.end()));
    expect(await send(`https://127.0.0.1:${port}/`)).toMatchObject({
      response_code: null,
      error: "tls_error",
    });
  });

  test("plain HTTP where TLS is expected: tls_error", async () => {
    const url = await http((_, response) => response.end());
    expect(await send(url.replace("http:", "https:"))).toMatchObject({ error: "tls_error" });
  });
});

describe("the guard at the socket", () => {
  test("an address literal that is not open: blocked_address, not dialled", async () => {
    expect(await send("http://10.0.0.1/")).toMatchObject({ error: "blocked_address" });
  });

  test("a name that now resolves to a closed address: blocked_address", async () => {
    const strict = createHttpTransport({
      guard: createUrlGuard({ testNetworks: [], resolver }),
      resolver,
      maxConnectionAgeMs: 60_000,
    });
    const sent = await send("http://localhost:1/", {}, strict.send);
    expect(sent).toMatchObject({ error: "blocked_address" });
    strict.destroy();
  });
});

test("a request as to a live destination is not sent over plain HTTP", async () => {
  let requests = 0;
  const url = await http((_, response) => {
    requests++;
    response.end();
  });
  const open = { ...guard, allows: () => true };
  const permissive = createHttpTransport({ guard: open, resolver, maxConnectionAgeMs: 60_000 });
  const sent = await send(url, {}, (request) => permissive.send({ ...request, mode: "live" }));
  expect([sent, requests]).toEqual([expect.objectContaining({ error: "blocked_address" }), 0]);
  permissive.destroy();
});
