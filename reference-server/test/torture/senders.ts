import { Agent, request } from "node:http";
import { sleep } from "./torture-store.js";
import type { Journal } from "./journal.js";

interface SendersOptions {
  url: string;
  apiKey: string;
  lanes: number;
  /** Between two events of a lane, in ms. */
  pauseMs: number;
  /** While it returns true, no lane begins an event. */
  isBehind: () => boolean;
  journal: Journal;
}

const LOOK_MS = 100;

/** Lanes that send one event after another. An event that is not acknowledged is sent again with its idempotency key until it is. */
export class Senders {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #lanes: Promise<void>[];
  #stopped = false;
  #abandoned = false;
  #sent = 0;

  constructor(private readonly options: SendersOptions) {
    this.#lanes = Array.from({ length: options.lanes }, () => this.#lane());
  }

  get sent(): number {
    return this.#sent;
  }

  /** Resolves when as many events have been begun. Rejects when none has been begun for `stillMs`. */
  async begun(count: number, stillMs: number): Promise<void> {
    let [last, since] = [this.#sent, performance.now()];
    while (this.#sent < count) {
      if (this.#sent > last) [last, since] = [this.#sent, performance.now()];
      if (performance.now() - since >= stillMs) throw this.#stillError(count, stillMs);
      await sleep(LOOK_MS);
    }
  }

  #stillError(count: number, stillMs: number): Error {
    const { journal, lanes, isBehind } = this.options;
    const unacknowledged = this.#sent - journal.acknowledged.size;
    const reason = isBehind()
      ? "too many deliveries wait"
      : `${unacknowledged} of ${lanes} lanes wait for a 202`;
    const refusals = [...journal.refusals].map(([status, times]) => `${status} ${times} times`).join(", ");
    return new Error(
      `The senders have begun no event for ${stillMs} ms, after ${this.#sent} of ${count}: ${reason}. Other responses: ${refusals || "none"}.`,
    );
  }

  /** Resolves when every event that was begun is acknowledged. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#lanes);
    this.#agent.destroy();
  }

  /** Ends the lanes, also those whose events are not acknowledged. */
  async abandon(): Promise<void> {
    this.#abandoned = true;
    await this.stop();
  }

  async #lane(): Promise<void> {
    const { isBehind, pauseMs } = this.options;
    while (!this.#stopped) {
      if (!isBehind()) await this.#deliver(`key-${this.#sent++}`);
      await sleep(pauseMs);
    }
  }

  async #deliver(key: string): Promise<void> {
    const { journal } = this.options;
    while (!this.#abandoned) {
      const { status, eventId } = await this.#post(key).catch(() => ({ status: 0, eventId: "" }));
      if (isAcknowledged(status)) {
        journal.acknowledge(key, eventId);
        return;
      }
      journal.refuse(status);
      await sleep(100);
    }
  }

  #post(key: string): Promise<{ status: number; eventId: string }> {
    const { url, apiKey } = this.options;
    return new Promise((resolve, reject) => {
      const call = request(`${url}/v1/events`, {
        method: "POST",
        agent: this.#agent,
        timeout: 5000,
        headers: {
          authorization: `Bearer ${apiKey}`,
          "content-type": "application/json",
          "idempotency-key": key,
        },
      });
      call.on("timeout", () => call.destroy(new Error("no response")));
      call.on("error", reject);
      call.on("response", (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("error", reject);
        response.on("aborted", () => reject(new Error("the response ended early")));
        response.on("end", () => {
          const status = response.statusCode ?? 0;
          const eventId = isAcknowledged(status) ? (JSON.parse(text) as { id: string }).id : "";
          resolve({ status, eventId });
        });
      });
      call.end(JSON.stringify({ type: "torture.event", body: { key } }));
    });
  }
}

/** 202: stored. 200: the same as an earlier request under its key, which was stored. */
const isAcknowledged = (status: number): boolean => status === 202 || status === 200;
