import type { IncomingMessage } from "node:http";
import { vi } from "vitest";
import { WebSocket } from "ws";

export interface TunnelRequest {
  id: number;
  headers: Record<string, string>;
  body: Buffer;
}

export interface Ready {
  destination_id: string;
  signing_secret: string;
  resume_token: string;
  resumed: boolean;
}

interface TunnelResponse {
  status: number;
  headers?: [string, string][];
  body?: string;
}

/** A tunnel's client written from docs/tunnel.md, which responds as configured. */
export class TunnelClient {
  readonly requests: TunnelRequest[] = [];
  readonly errors: { code: string; details?: unknown }[] = [];
  readonly ready: Ready[] = [];
  closed: { code: number; reason: string } | null = null;
  /** Null: no response. */
  responseTo: (request: TunnelRequest) => TunnelResponse | { error: string } | null = () => ({ status: 200 });
  #head: Omit<TunnelRequest, "body"> | null = null;

  private constructor(readonly socket: WebSocket) {
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) this.#takeBody(data);
      else this.#takeHead(JSON.parse(data.toString()) as Head);
    });
    socket.on("close", (code, reason) => (this.closed = { code, reason: reason.toString() }));
    socket.on("error", () => undefined);
  }

  static async connect(url: string, key: string): Promise<TunnelClient> {
    const client = new TunnelClient(connectSocket(url, key));
    await new Promise((resolve, reject) => client.socket.once("open", resolve).once("error", reject));
    return client;
  }

  /** Connects and opens a tunnel, or resumes one. */
  static async open(
    { url, key }: { url: string; key: string },
    message: object = {},
  ): Promise<TunnelClient & { tunnel: Ready }> {
    const client = await TunnelClient.connect(url, key);
    client.send({ type: "open", ...message });
    await vi.waitUntil(() => client.ready.length > 0 || client.closed !== null, {
      timeout: 5000,
      interval: 5,
    });
    const [tunnel] = client.ready;
    if (tunnel === undefined) throw new Error(`no tunnel: ${JSON.stringify(client.errors)}`);
    return Object.assign(client, { tunnel });
  }

  send(message: object, body?: Buffer): void {
    this.socket.send(JSON.stringify(message));
    if (body !== undefined) this.socket.send(body);
  }

  respond({ id }: TunnelRequest, { status, headers = [], body = "" }: TunnelResponse): void {
    const bytes = Buffer.from(body);
    const message = { type: "response", id, status, headers, body_bytes: bytes.length };
    this.send(message, bytes.length > 0 ? bytes : undefined);
  }

  async until(count: number): Promise<TunnelRequest[]> {
    await vi.waitUntil(() => this.requests.length >= count, { timeout: 10_000, interval: 5 });
    return this.requests;
  }

  async untilClosed(): Promise<{ code: number; reason: string }> {
    return await vi.waitUntil(() => this.closed, { timeout: 5000, interval: 5 });
  }

  #takeHead(head: Head): void {
    if (head.type === "ready") this.ready.push(head);
    if (head.type === "error") this.errors.push(head.error);
    if (head.type === "request") this.#head = { id: head.id, headers: Object.fromEntries(head.headers) };
  }

  #takeBody(body: Buffer): void {
    if (this.#head === null) throw new Error("bytes without a head");
    const request = { ...this.#head, body };
    this.#head = null;
    this.requests.push(request);
    const response = this.responseTo(request);
    if (response === null || this.socket.readyState !== WebSocket.OPEN) return;
    if ("error" in response) this.send({ type: "failure", id: request.id, ...response });
    else this.respond(request, response);
  }
}

type Head =
  | ({ type: "ready" } & Ready)
  | { type: "error"; error: { code: string } }
  | { type: "request"; id: number; headers: [string, string][] };

function connectSocket(url: string, key: string | null): WebSocket {
  const headers = key === null ? {} : { authorization: `Bearer ${key}` };
  return new WebSocket(`${url.replace("http", "ws")}/v1/tunnel`, "harbor-tunnel.v1", { headers });
}

/** The response to a refused upgrade. */
export async function refusalOf(
  url: string,
  key: string | null,
): Promise<{ status: number; requestId: string; body: { error: { code: string; request_id: string } } }> {
  const socket = connectSocket(url, key);
  socket.on("error", () => undefined);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    socket.once("unexpected-response", (_request, response) => {
      resolve(response);
    });
    socket.once("open", () => {
      reject(new Error("the upgrade was taken"));
    });
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString()) as {
    error: { code: string; request_id: string };
  };
  return { status: response.statusCode ?? 0, requestId: String(response.headers["harbor-request-id"]), body };
}
