import type { ServerMessage } from "@harbor/shared/tunnel-messages";
import type { RawData, WebSocket } from "ws";
import type { Clock } from "../../clock.js";
import { ApiError } from "../../errors.js";
import { jsonOf, type JsonBody, parseJsonBody } from "../json/json-body.js";
import { clientMessage, type ClientMessage, type ReceivedMessage } from "./tunnel-messages.js";

interface WireOptions {
  clock: Pick<Clock, "after">;
  /** A client that leaves more bytes unread is disconnected. */
  maxWaitingBytes: number;
  onMessage: (message: ReceivedMessage, body: Buffer) => void;
  /** The client sent what the protocol has no place for. */
  onFault: (problem: string) => void;
  onClose: (code: number) => void;
}

const HEARTBEAT_MS = 15_000;
/** Time for the other side to confirm a close. */
const CLOSE_TIMEOUT_MS = 1000;
const NO_BODY = Buffer.alloc(0);

/** Messages over a WebSocket: JSON heads, each with its bytes behind it, and the signs of life in both directions. */
export class TunnelWire {
  readonly #socket: WebSocket;
  readonly #options: WireOptions;
  /** The head whose bytes are to come next. */
  #awaiting: { message: ReceivedMessage; bytes: number } | null = null;
  #alive = true;
  #cancelHeartbeat: () => void = () => undefined;

  constructor(socket: WebSocket, options: WireOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on("message", (data: RawData, isBinary: boolean) => {
      this.#alive = true;
      const bytes = data as Buffer;
      if (isBinary) this.#takeBody(bytes);
      else this.#takeHead(bytes);
    });
    socket.on("pong", () => (this.#alive = true));
    socket.on("ping", (data: Buffer) => {
      this.#alive = true;
      if (!this.#isStuck()) socket.pong(data);
    });
    // `close` follows; without a listener the error would end the process.
    socket.on("error", () => undefined);
    socket.on("close", (code) => {
      this.#cancelHeartbeat();
      options.onClose(code);
    });
    this.#beat();
  }

  send(message: ServerMessage, body: Buffer = NO_BODY): void {
    if (this.#isStuck()) return;
    this.#socket.send(JSON.stringify(message));
    if (body.length > 0) this.#socket.send(body);
  }

  /** Disconnects a client that does not read: what is sent to it stays in memory until it does. */
  #isStuck(): boolean {
    if (this.#socket.bufferedAmount <= this.#options.maxWaitingBytes) return false;
    this.#socket.terminate();
    return true;
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
    const cancel = this.#options.clock.after(CLOSE_TIMEOUT_MS, () => {
      this.#socket.terminate();
    });
    this.#socket.once("close", cancel);
  }

  #takeHead(data: Buffer): void {
    const message = this.#awaiting === null ? parse(data) : "A head came where the bytes of a body were due.";
    if (typeof message === "string") {
      this.#options.onFault(message);
      return;
    }
    const bytes = message.type === "response" ? message.body_bytes : 0;
    if (bytes > 0) this.#awaiting = { message, bytes };
    else this.#options.onMessage(message, NO_BODY);
  }

  #takeBody(data: Buffer): void {
    const awaiting = this.#awaiting;
    this.#awaiting = null;
    if (awaiting === null) this.#options.onFault("Bytes came without a head that announced them.");
    else if (awaiting.bytes !== data.length) {
      this.#options.onFault(`${awaiting.bytes} bytes were announced, ${data.length} came.`);
    } else this.#options.onMessage(awaiting.message, data);
  }

  /** A connection that shows no sign of life from one beat to the next is dead, even if TCP still considers it open. */
  #beat(): void {
    this.#cancelHeartbeat = this.#options.clock.after(HEARTBEAT_MS, () => {
      if (!this.#alive) {
        this.#socket.terminate();
        return;
      }
      this.#alive = false;
      this.#socket.ping();
      this.#beat();
    });
  }
}

/** The message, or what is wrong with it. */
function parse(data: Buffer): ReceivedMessage | string {
  let json: JsonBody;
  try {
    json = parseJsonBody(data);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return `The message ${error.extra.details?.[0]?.message ?? "is not valid JSON"}.`;
  }
  const parsed = clientMessage.safeParse(json.value);
  if (parsed.success) return withFilterText(parsed.data, json);
  const [issue] = parsed.error.issues;
  return `${issue?.path.join(".") || "The message"}: ${issue?.message ?? "is not valid"}`;
}

/** A filter stays JSON text: its numbers may be longer than a double. */
function withFilterText(message: ClientMessage, json: JsonBody): ReceivedMessage {
  if (message.type !== "open") return message;
  return { ...message, filter: jsonOf(json, "filter") ?? null };
}
