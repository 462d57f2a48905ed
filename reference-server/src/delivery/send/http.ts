import type { Agent, Dispatcher } from "undici";
import type { AttemptError, Mode, Millis } from "../../domain/domain.js";
import { attemptErrorOf } from "./attempt-error.js";
import { MAX_RESPONSE_BYTES, responded, type Response } from "./response.js";
import { failed, type SendResult, type Transport } from "./transport.js";

/** One POST to the destination's URL. */
export function createHttpTransport(agents: Record<Mode, Agent>): Transport {
  return ({ destination, environment, headers, body, sentAt }) =>
    new Promise((resolve) => {
      const url = new URL(destination.url);
      agents[environment].dispatch(
        { origin: url.origin, path: `${url.pathname}${url.search}`, method: "POST", headers, body },
        new Exchange({ timeoutMs: destination.timeout_seconds * 1000, sentAt, resolve }),
      );
    });
}

interface ExchangeOptions {
  timeoutMs: Millis;
  sentAt: Millis;
  resolve: (result: SendResult) => void;
}

/** One request and what came back; resolves exactly once, at the latest when its time is up. */
class Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | null = null;
  #status: number | null = null;
  #headers: Response["headers"] = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  #done = false;
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly options: ExchangeOptions) {
    this.#timer = setTimeout(() => {
      this.#finish("timeout");
    }, options.timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#done) controller.abort(new Error("the attempt's time was up before it had a connection"));
  }

  onRequestUpgrade(): void {
    this.#finish("protocol_error");
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Response["headers"]): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    const rest = MAX_RESPONSE_BYTES - this.#bytes;
    this.#chunks.push(chunk.length > rest ? chunk.subarray(0, rest) : chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > MAX_RESPONSE_BYTES) this.#finish(null);
  }

  onResponseEnd(): void {
    this.#finish(null);
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#finish(attemptErrorOf(error));
  }

  /** The status counts once the headers are in: what goes wrong after that is not an error of the attempt. */
  #finish(error: AttemptError | null): void {
    if (this.#done) return;
    this.#done = true;
    clearTimeout(this.#timer);
    const complete = error === null && this.#bytes <= MAX_RESPONSE_BYTES;
    if (!complete) this.#controller?.abort(new Error("Harbor has read all it wants"));
    this.options.resolve(
      this.#status === null
        ? failed(error ?? "protocol_error")
        : responded(
            { status: this.#status, headers: this.#headers, body: Buffer.concat(this.#chunks) },
            this.options.sentAt,
          ),
    );
  }
}
