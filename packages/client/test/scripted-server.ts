import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface SeenRequest {
  method: string;
  /** With the query, without `/v1`. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Responds to one request; it may also break the connection or never respond. */
export type Reply = (response: ServerResponse, request: SeenRequest) => void;

export interface ScriptedServer {
  url: string;
  /** Every request that arrived so far. */
  requests: SeenRequest[];
  /** Requests whose connection the client closed before the response was complete. */
  abandoned: SeenRequest[];
}

/** A real HTTP server that sends the n-th reply to the n-th request, and the last one to any later request. */
export async function startScriptedServer(...replies: Reply[]): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const abandoned: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void readRequest(request).then((seen) => {
      requests.push(seen);
      response.on("close", () => response.writableFinished || abandoned.push(seen));
      replies[Math.min(requests.length, replies.length) - 1]?.(response, seen);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, abandoned };
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = "", url = "", headers } = request;
  return { method, path: url.replace(/^\/v1/, ""), headers, body: Buffer.concat(chunks) };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return (response) =>
    response
      .writeHead(status, { "content-type": "application/json", "harbor-request-id": "req_1", ...headers })
      .end(JSON.stringify(body));
}

export function failure(status: number, code: string, headers: Record<string, string> = {}): Reply {
  return json(status, { error: { code, message: `Fails with ${code}.`, request_id: "req_1" } }, headers);
}

export function text(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return (response) => response.writeHead(status, { "content-type": "text/html", ...headers }).end(body);
}

/** The request arrives, the connection breaks before a response. */
export const reset: Reply = (response) => response.socket?.destroy();

/** A good status and half of a body, then the connection breaks. */
export const resetInBody: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"id":', () => response.socket?.destroy());
};

/** Headers at once, a body that never ends. */
export const hangInBody: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write('{"id":');
};

export const hang: Reply = () => undefined;

/** Sends `head`, then `x` without an end, as fast as the client reads. `sent` counts the bytes. */
export function endless(
  status: number,
  contentType: string,
  head = "",
): { reply: Reply; sent: () => number } {
  const chunk = "x".repeat(64 * 1024);
  let bytes = 0;
  const reply: Reply = (response) => {
    const write = () => {
      if (response.destroyed) return;
      bytes += chunk.length;
      if (response.write(chunk)) setImmediate(write);
      else response.once("drain", write);
    };
    response.writeHead(status, { "content-type": contentType }).write(head);
    write();
  };
  return { reply, sent: () => bytes };
}

/** An address at which nothing listens. */
export async function unusedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
