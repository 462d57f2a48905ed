import {
  failedReply,
  MAX_RESPONSE_BYTES,
  type Reply,
  type SignedRequest,
} from "../../delivery/send/transport.js";
import type { ServerMessage } from "./tunnel-messages.js";

type Send = (message: ServerMessage, body: Buffer) => void;

/** The requests that a tunnel's client has been given and has not answered yet. */
export class TunnelExchanges {
  readonly #send: Send;
  readonly #pending = new Map<number, (reply: Reply) => void>();
  #lastId = 0;
  #idle: (() => void)[] = [];

  constructor(send: Send) {
    this.#send = send;
  }

  /** Hands a request over and resolves with the answer, or with `timeout` when its time is up. */
  start({ destination, headers, body }: SignedRequest): Promise<Reply> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.answer(id, failedReply("timeout"));
      }, destination.timeout_seconds * 1000);
      this.#pending.set(id, (reply) => {
        clearTimeout(timer);
        resolve(reply);
      });
      this.#send({ type: "request", id, headers: pairs(headers), body_bytes: body.length }, body);
    });
  }

  /** An answer to nothing that is still waited for, such as one that came too late, is dropped. */
  answer(id: number, reply: Reply): void {
    const resolve = this.#pending.get(id);
    this.#pending.delete(id);
    resolve?.({ ...reply, body: reply.body.subarray(0, MAX_RESPONSE_BYTES) });
    if (this.#pending.size === 0) for (const done of this.#idle.splice(0)) done();
  }

  /** The connection is gone. */
  breakOff(): void {
    for (const id of [...this.#pending.keys()]) this.answer(id, failedReply("connection_reset"));
  }

  /** Resolves when nothing is waited for. */
  idle(): Promise<void> {
    if (this.#pending.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }
}

/** The client's headers as a reply has them: names in lower case, repeated ones as a list. */
export function replyHeaders(given: readonly (readonly [string, string])[]): Reply["headers"] {
  const headers: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of given) (headers[name.toLowerCase()] ??= []).push(value);
  return headers;
}

function pairs(flat: readonly string[]): [name: string, value: string][] {
  const found: [string, string][] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) found.push([flat[at] ?? "", flat[at + 1] ?? ""]);
  return found;
}
