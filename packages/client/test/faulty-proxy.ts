import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  request as openRequest,
  type RequestOptions,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** Faults of one request on its way to the server or back. */
export const FAULTS = [
  "late",
  "429 instead of the server",
  "503 instead of the server",
  "reset before the request's body",
  "reset inside the request's body",
  "reset before the response",
  "502 instead of the response",
  "reset inside the response's body",
  "reset after the response",
] as const;
export type Fault = (typeof FAULTS)[number];

export interface FaultyProxy {
  url: string;
  /** How often each occurred. */
  counts: Map<Fault | "none", number>;
  close(): Promise<void>;
}

/** A real HTTP proxy before a server, in which `nextFault` decides the fault of each request. */
export async function startFaultyProxy(
  target: string,
  nextFault: () => Fault | undefined,
): Promise<FaultyProxy> {
  const counts = new Map<Fault | "none", number>();
  const server = createServer((incoming, outgoing) => {
    const fault = nextFault();
    counts.set(fault ?? "none", (counts.get(fault ?? "none") ?? 0) + 1);
    // A failure on one side breaks the other.
    pass({ target, incoming, outgoing }, fault).catch(() => outgoing.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Exchange {
  target: string;
  incoming: IncomingMessage;
  outgoing: ServerResponse;
}

async function pass(exchange: Exchange, fault: Fault | undefined): Promise<void> {
  const { incoming, outgoing } = exchange;
  const reset = () => void outgoing.socket?.resetAndDestroy();
  if (fault === "reset before the request's body") return reset();
  const body = await readAll(incoming);
  if (fault === "late") await delay(20);
  if (fault === "429 instead of the server") return refuse(outgoing, 429, "rate_limited");
  if (fault === "503 instead of the server") return refuse(outgoing, 503, "overloaded");
  if (fault === "reset inside the request's body") {
    await forwardHalf(exchange, body);
    return reset();
  }
  const { response, text } = await forward(exchange, body);
  if (fault === "reset before the response") return reset();
  if (fault === "502 instead of the response") {
    outgoing.writeHead(502, { "content-type": "text/html" }).end("<html>Bad gateway</html>");
    return;
  }
  outgoing.writeHead(response.statusCode ?? 500, { ...response.headers, "content-length": text.length });
  if (fault === "reset inside the response's body") {
    outgoing.write(text.subarray(0, text.length / 2), reset);
    return;
  }
  outgoing.end(text, () => fault === "reset after the response" && reset());
}

function refuse(outgoing: ServerResponse, status: number, code: string): void {
  const error = { code, message: "Not now.", request_id: "req_proxy" };
  outgoing
    .writeHead(status, { "content-type": "application/json", "retry-after": "0" })
    .end(JSON.stringify({ error }));
}

async function forward({ target, incoming }: Exchange, body: Buffer) {
  const upstream = openRequest(target + (incoming.url ?? ""), optionsOf(incoming));
  const responded = once(upstream, "response") as Promise<[IncomingMessage]>;
  upstream.end(body);
  const [response] = await responded;
  return { response, text: await readAll(response) };
}

/** The server gets the head and half of the body, then its connection breaks too. */
async function forwardHalf({ target, incoming }: Exchange, body: Buffer): Promise<void> {
  const upstream = openRequest(target + (incoming.url ?? ""), optionsOf(incoming));
  upstream.on("error", () => undefined);
  await new Promise((resolve) => upstream.write(body.subarray(0, body.length / 2), resolve));
  upstream.destroy();
}

function optionsOf({ method, headers }: IncomingMessage): RequestOptions {
  return { method, headers: { ...headers, connection: "close" } };
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
