import type { Deps } from "../deps.js";
import type { Ingest } from "../ingest/accept-event.js";

/** Announcements that are sent at the same time: a transaction of about that many rows. */
const LIMIT = 64;

/**
 * Sends the operational events that changes have written (`Store.announcements`): at once by the store's notice, and by the periodic
 * maintenance what a process that ended, or a store that failed, has left.
 */
export class Announcer {
  readonly #deps: Pick<Deps, "store" | "log">;
  readonly #ingest: Pick<Ingest, "announce">;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor(deps: Pick<Deps, "store" | "log">, ingest: Pick<Ingest, "announce">) {
    this.#deps = deps;
    this.#ingest = ingest;
    deps.store.subscribe((notice) => {
      if (notice.kind === "announcement_due") void this.#onNotice();
    });
  }

  /** Resolves when those that were written before the call are sent. */
  run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#runAll();
    return this.#running;
  }

  /** Resolves when the run under way has ended; no other follows. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running?.catch(() => undefined);
  }

  async #onNotice(): Promise<void> {
    try {
      await this.run();
    } catch (error) {
      this.#deps.log.error({ err: error }, "sending operational events failed; retrying");
    }
  }

  async #runAll(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        if (await this.#sendNext()) this.#again = true;
      }
    } finally {
      this.#running = null;
    }
  }

  /** Whether there may be more. */
  async #sendNext(): Promise<boolean> {
    const found = await this.#deps.store.announcements(LIMIT);
    const sent = await Promise.allSettled(found.map((announcement) => this.#ingest.announce(announcement)));
    for (const outcome of sent) if (outcome.status === "rejected") throw outcome.reason;
    // Those that another process is sending are still listed.
    return found.length === LIMIT && sent.some((outcome) => outcome.status === "fulfilled" && outcome.value);
  }
}
