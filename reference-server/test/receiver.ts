import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";

export interface Received {
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A destination on a real socket that records requests and responds as configured. */
export interface Receiver {
  url: string;
  received: Received[];
  /** For the requests from now on; 200 until it is called. */
  respondWith: (respond: (response: ServerResponse, received: Received) => void) => void;
  /** Resolves when `count` requests have arrived in all. */
  until(count: number): Promise<Received[]>;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let respond: (response: ServerResponse, received: Received) => void = (response) => response.end();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const all = { path: request.url, headers: request.headers, body: Buffer.concat(chunks) };
      received.push(all);
      respond(response, all);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    respondWith(next) {
      respond = next;
    },
    async until(count) {
      await vi.waitUntil(() => received.length >= count, { timeout: 10_000, interval: 5 });
      return received;
    },
    close: () => closeServer(server),
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((closed) => {
    server.close(() => {
      closed();
    });
    server.closeAllConnections();
  });
}
