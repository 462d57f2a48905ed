import { responded, type Response } from "../../delivery/send/response.js";
import { failed } from "../../delivery/send/transport.js";
import type { AttemptError, AttemptResult, Millis } from "../../domain/domain.js";
import type { TunnelRequest } from "../../store/store.js";
import type { ServerMessage } from "@harbor/shared/tunnel-messages";

type Send = (message: ServerMessage, body: Buffer) => void;

/** Requests that timed out, whose late responses are ignored. */
const MAX_EXPIRED = 1000;

interface Pending {
  sentAt: Millis;
  resolve: (result: AttemptResult) => void;
}

/** The requests that a tunnel's client has received and not responded to yet. */
export class TunnelExchanges {
  readonly #send: Send;
  readonly #pending = new Map<number, Pending>();
  readonly #expired = new Set<number>();
  #lastId = 0;
  #idle: (() => void)[] = [];

  constructor(send: Send) {
    this.#send = send;
  }

  /** Hands a request over and resolves with the result, `timeout` when its time is up. */
  start({ headers, body, sentAt, timeoutMs }: TunnelRequest): Promise<AttemptResult> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#expire(id);
      }, timeoutMs);
      this.#pending.set(id, {
        sentAt,
        resolve: (result) => {
          clearTimeout(timer);
          resolve(result);
        },
      });
      this.#send({ type: "request", id, headers: pairs(headers), body_bytes: body.length }, body);
    });
  }

  /** False for an id that was never sent or already has its response: a fault of the client. */
  respond(id: number, response: Response): boolean {
    return this.#finish(id, ({ sentAt }) => responded(response, sentAt));
  }

  /** False as for `respond`. */
  fail(id: number, error: AttemptError): boolean {
    return this.#finish(id, () => failed(error));
  }

  /** The connection is gone. */
  breakOff(): void {
    for (const id of [...this.#pending.keys()]) this.fail(id, "connection_reset");
  }

  /** Resolves when nothing is waited for. */
  idle(): Promise<void> {
    if (this.#pending.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #expire(id: number): void {
    this.fail(id, "timeout");
    this.#expired.add(id);
    for (const oldest of this.#expired) {
      if (this.#expired.size <= MAX_EXPIRED) break;
      this.#expired.delete(oldest);
    }
  }

  /** The response to a request that timed out may still come, once, and is ignored. */
  #finish(id: number, resultOf: (pending: Pending) => AttemptResult): boolean {
    const pending = this.#pending.get(id);
    if (pending === undefined) return this.#expired.delete(id);
    this.#pending.delete(id);
    pending.resolve(resultOf(pending));
    if (this.#pending.size === 0) for (const done of this.#idle.splice(0)) done();
    return true;
  }
}

function pairs(flat: readonly string[]): [name: string, value: string][] {
  const found: [string, string][] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) found.push([flat[at] ?? "", flat[at + 1] ?? ""]);
  return found;
}
