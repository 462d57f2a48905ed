import type { IncomingMessage } from "node:http";
import { WebSocket, type RawData } from "ws";
import type { Forward } from "./forward.js";
import type {
  ClientMessage,
  Ready,
  Refusal,
  RequestHead,
  ServerMessage,
} from "@harbor/shared/tunnel-messages";

export interface ConnectionHandlers {
  ready: (ready: Ready) => void;
}

/** How a connection ended. `refusal` is the error message that the server sent before it closed. */
export type Ended =
  | { kind: "closed"; code: number; reason: string; refusal: Refusal["error"] | null }
  | { kind: "not_upgraded"; status: number; body: string }
  | { kind: "unreachable"; error: Error };

interface ConnectionOptions {
  baseUrl: string;
  apiKey: string;
  /** `open` or `resume`. */
  first: ClientMessage;
  forward: Forward;
  on: ConnectionHandlers;
}

const PING_MS = 15_000;
/** The largest event body that a server can be configured to accept is 64 MB. */
const MAX_MESSAGE_BYTES = 65 * 1024 * 1024;
const NO_BODY = Buffer.alloc(0);

/** One WebSocket, from the upgrade to its end. */
export class TunnelConnection {
  readonly ended: Promise<Ended>;
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  #head: RequestHead | null = null;
  #refusal: Refusal["error"] | null = null;
  #alive = true;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = new WebSocket(`${options.baseUrl.replace(/^http/, "ws")}/v1/tunnel`, "harbor-tunnel.v1", {
      headers: { authorization: `Bearer ${options.apiKey}` },
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE_BYTES,
      followRedirects: false,
    });
    this.ended = this.#end();
    this.#socket.on("open", () => {
      this.#send(options.first);
      this.#keepAlive();
    });
    this.#socket.on("message", (data: RawData, isBinary: boolean) => {
      this.#alive = true;
      if (isBinary) this.#takeBody(data as Buffer);
      else this.#takeMessage(JSON.parse((data as Buffer).toString("utf8")) as ServerMessage);
    });
    this.#socket.on("pong", () => (this.#alive = true));
  }

  /** The server sends nothing more, accepts outstanding responses, deletes the destination and closes. */
  goodbye(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#send({ type: "goodbye" });
    else this.#socket.terminate();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #end(): Promise<Ended> {
    return new Promise((resolve) => {
      this.#socket.on("unexpected-response", (_request, response: IncomingMessage) => {
        void readText(response).then((body) => {
          resolve({ kind: "not_upgraded", status: response.statusCode ?? 0, body });
          this.#socket.terminate();
        });
      });
      this.#socket.on("error", (error) => {
        resolve({ kind: "unreachable", error });
      });
      this.#socket.on("close", (code, reason) => {
        resolve({ kind: "closed", code, reason: reason.toString(), refusal: this.#refusal });
      });
    });
  }

  #takeMessage(message: ServerMessage): void {
    if (message.type === "ready") this.#options.on.ready(message);
    if (message.type === "error") this.#refusal = message.error;
    if (message.type !== "request") return;
    if (message.body_bytes > 0) this.#head = message;
    else void this.#deliver(message, NO_BODY);
  }

  #takeBody(body: Buffer): void {
    const head = this.#head;
    this.#head = null;
    if (head !== null) void this.#deliver(head, body);
  }

  async #deliver({ id, headers }: RequestHead, body: Buffer): Promise<void> {
    const outcome = await this.#options.forward({ headers, body });
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if ("error" in outcome) {
      this.#send({ type: "failure", id, error: outcome.error });
      return;
    }
    const { status, headers: received, body: start } = outcome;
    this.#send({ type: "response", id, status, headers: received, body_bytes: start.length });
    if (start.length > 0) this.#socket.send(start);
  }

  #send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** Ends a connection that is dead although no close was received, as after a laptop's sleep. */
  #keepAlive(): void {
    const timer = setInterval(() => {
      if (!this.#alive) this.#socket.terminate();
      this.#alive = false;
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
    }, PING_MS);
    this.#socket.once("close", () => {
      clearInterval(timer);
    });
  }
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
