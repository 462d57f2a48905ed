import { createServer as createHttp, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from "node:net";
import { generate } from "selfsigned";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestServer, type Api, type TestServer } from "./test-server.js";

/** The expected delivery after its one attempt: every destination here has `max_retries: 0`. */
interface Result {
  status: "succeeded" | "dead";
  dead_reason: "rejected" | "retries_exhausted" | null;
  response_code: number | null;
  error: string | null;
}

const gone = (error: string): Result => ({
  status: "dead",
  dead_reason: "retries_exhausted",
  response_code: null,
  error,
});
const responded = (response_code: number): Result => {
  const rejected = response_code >= 400 && response_code < 500;
  return response_code < 300
    ? { status: "succeeded", dead_reason: null, response_code, error: null }
    : {
        status: "dead",
        dead_reason: rejected ? "rejected" : "retries_exhausted",
        response_code,
        error: null,
      };
};

let server: TestServer;
let api: Api;
const listening: { server: Server; sockets: Set<Socket> }[] = [];

beforeAll(async () => {
  server = await startTestServer();
  api = (await server.project()).test;
});

afterAll(async () => {
  await server.close();
  for (const { server: receiver, sockets } of listening) {
    receiver.close();
    for (const socket of sockets) socket.destroy();
  }
});

async function listen(receiver: Server): Promise<number> {
  const sockets = new Set<Socket>();
  receiver.on("connection", (socket: Socket) => sockets.add(socket.on("error", () => undefined)));
  listening.push({ server: receiver, sockets });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  return (receiver.address() as AddressInfo).port;
}

const httpPort = (respond: (response: ServerResponse, path: string) => void) =>
  listen(
    createHttp((request, response) => {
      request.resume();
      respond(response, request.url ?? "");
    }),
  );

/** Speaks without HTTP's help, once the request has begun to arrive. */
const rawPort = (speak: (socket: Socket) => void) =>
  listen(createTcp((socket) => socket.once("data", () => speak(socket))));

async function httpsPort(notAfterDate: Date): Promise<number> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    notBeforeDate: new Date(notAfterDate.getTime() - 86_400_000),
    notAfterDate,
  });
  return await listen(createHttps({ key, cert }, (_, response) => response.end()));
}

/** Sends one event to each of the URLs, and returns the deliveries, in their order. */
async function resultsOf(urls: string[], timeout_seconds: number): Promise<Result[]> {
  const event_type = `hostile.${crypto.randomUUID()}`;
  const retry_policy = { max_retries: 0, circuit_breaker_threshold: null };
  const ids: string[] = [];
  for (const url of urls) ids.push(await api.subscribe(url, { event_type, retry_policy, timeout_seconds }));
  const sent = await api.post("/events", { type: event_type, body: { hello: "there" } });
  expect(sent.status).toBe(202);
  const event = `/events/${sent.body.id as string}`;
  await vi.waitUntil(
    async () => {
      const { body } = await api.get<{ deliveries: { status: string }[] }>(event);
      return body.deliveries.every(({ status }) => status === "succeeded" || status === "dead");
    },
    { timeout: 45_000, interval: 50 },
  );
  const byDestination = new Map(
    (await deliveriesOf(sent.body.id as string)).map((one) => [one.destination_id, one]),
  );
  return ids.map((id) => {
    const { status, dead_reason, response_code, error } = byDestination.get(id) as Shown;
    return { status, dead_reason, response_code, error };
  });
}

type Shown = Result & { destination_id: string };

async function deliveriesOf(eventId: string): Promise<Shown[]> {
  const all: Shown[] = [];
  let page = `event_id=${eventId}&limit=100`;
  for (;;) {
    const { body } = await api.get<{ data: Shown[]; next_cursor: string | null }>(`/deliveries?${page}`);
    all.push(...body.data);
    if (body.next_cursor === null) return all;
    page = `event_id=${eventId}&limit=100&cursor=${body.next_cursor}`;
  }
}

test(
  "every status from 200 to 599 has the result that the contract gives it",
  { timeout: 60_000 },
  async () => {
    const port = await httpPort((response, path) => response.writeHead(Number(path.slice(1))).end());
    const codes = Array.from({ length: 400 }, (_, n) => 200 + n);
    expect(
      await resultsOf(
        codes.map((code) => `http://127.0.0.1:${port}/${code}`),
        30,
      ),
    ).toEqual(codes.map(responded));
  },
);

test(
  "no way of misbehaving is more than a failed attempt, and none is felt elsewhere",
  { timeout: 60_000 },
  async () => {
    const endless = "x".repeat(65_536);
    const pour = (response: ServerResponse) => {
      while (!response.destroyed && response.write(endless));
      response.once("drain", () => {
        pour(response);
      });
    };
    const receivers: [name: string, url: string, expected: Result][] = [];
    const add = (name: string, port: number, expected: Result, scheme = "http") =>
      receivers.push([name, `${scheme}://127.0.0.1:${port}/`, expected]);

    add("never responds", await rawPort(() => undefined), gone("timeout"));
    add("resets", await rawPort((socket) => socket.resetAndDestroy()), gone("connection_reset"));
    add("hangs up", await rawPort((socket) => socket.destroy()), gone("connection_reset"));
    add(
      "speaks no HTTP",
      await rawPort((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n")),
      gone("protocol_error"),
    );
    add(
      "drips its head, a byte at a time",
      await rawPort((socket) => {
        const head = Array.from("HTTP/1.1 200 OK\r\nX-Slow: yes\r\n\r\n");
        const timer = setInterval(() => socket.write(head.shift() ?? ""), 200);
        socket.once("close", () => {
          clearInterval(timer);
        });
      }),
      gone("timeout"),
    );
    add(
      "drips its body",
      await httpPort((response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write("x"), 200);
        response.once("close", () => {
          clearInterval(timer);
        });
      }),
      responded(200),
    );
    add("streams without end", await httpPort(pour), responded(200));
    add(
      "breaks its chunking",
      await rawPort((socket) =>
        socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnope"),
      ),
      responded(200),
    );
    add(
      "sends 10 MB of headers",
      await rawPort((socket) => {
        socket.write("HTTP/1.1 200 OK\r\n");
        for (let n = 0; n < 160 && !socket.destroyed; n++) socket.write(`X-${n}: ${endless}\r\n`);
      }),
      gone("protocol_error"),
    );
    const day = 86_400_000;
    add(
      "has a certificate of its own making",
      await httpsPort(new Date(Date.now() + day)),
      gone("tls_error"),
      "https",
    );
    add(
      "has an expired certificate",
      await httpsPort(new Date(Date.now() - day)),
      gone("tls_error"),
      "https",
    );
    add(
      "speaks plain HTTP where TLS is asked for",
      await httpPort((response) => response.end()),
      gone("tls_error"),
      "https",
    );
    add(
      "redirects",
      await httpPort((response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end()),
      responded(302),
    );
    add("behaves", await httpPort((response) => response.end()), responded(200));

    const got = await resultsOf(
      receivers.map(([, url]) => url),
      3,
    );
    expect(receivers.map(([name], at) => [name, got[at]])).toEqual(
      receivers.map(([name, , expected]) => [name, expected]),
    );
  },
);
