import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Ends a line, moves the cursor, sets a title and a colour by C0 and C1 codes, and turns the direction of writing. */
export const HOSTILE = "\u001b[2J\u001b]0;title\u0007\u009b31m\u202eevil\u2066\u2028\r";

/** A Harbor whose every text is hostile: passes requests on and adds to the texts of the responses. */
export class HostileProxy {
  readonly #server: Server;

  private constructor(target: string) {
    this.#server = createServer((request, response) => {
      void forward(target, request, response);
    });
  }

  static async start(target: string): Promise<HostileProxy> {
    const proxy = new HostileProxy(target);
    await new Promise<void>((listening) => proxy.#server.listen(0, "127.0.0.1", listening));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}

async function forward(target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const path = (request.url ?? "").replaceAll(encodeURIComponent(HOSTILE), "");
  const body = Buffer.concat(chunks).toString().replaceAll(JSON.stringify(HOSTILE).slice(1, -1), "");
  const { authorization = "", "content-type": type } = request.headers;
  const upstream = await fetch(`${target}${path}`, {
    method: request.method ?? "GET",
    headers: { authorization, ...(type !== undefined && { "content-type": type }) },
    ...(body !== "" && { body }),
  });
  response.writeHead(upstream.status, { "content-type": upstream.headers.get("content-type") ?? "" });
  if (upstream.headers.get("content-type") !== "text/event-stream") {
    const text = await upstream.text();
    response.end(text === "" ? "" : poisoned(text));
    return;
  }
  for await (const chunk of upstream.body ?? []) {
    const lines = Buffer.from(chunk).toString().split("\n");
    response.write(
      lines.map((line) => (line.startsWith("data: ") ? `data: ${poisoned(line.slice(6))}` : line)).join("\n"),
    );
  }
}

/** Times and URLs are left alone, because they are parsed before they are shown. */
function poisoned(json: string): string {
  return JSON.stringify(JSON.parse(json), (name, value: unknown) =>
    typeof value === "string" && !/(_at|^since|^until|^url|^code|cursor)$/.test(name)
      ? value + HOSTILE
      : value,
  );
}
