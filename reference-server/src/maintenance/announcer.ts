import type { Deps } from "../deps.js";
import type { Ingest } from "../ingest/accept-event.js";
import type { Announcement } from "../store/store.js";
import { unavailableError } from "../unavailable-error.js";

/** Announcements that are sent at the same time: a transaction of about that many rows. Of all that wait, one page after the other. */
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
    let failure: Error | null = null;
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        failure = await this.#sendAll();
      }
    } finally {
      this.#running = null;
    }
    if (failure !== null) throw failure;
  }

  /** One that fails holds up no other: it stays for the next run. Returns the last failure. Throws if the store is unavailable. */
  async #sendAll(): Promise<Error | null> {
    let failure: Error | null = null;
    let after = 0;
    while (!this.#stopped) {
      const found = await this.#deps.store.announcements({ after, limit: LIMIT });
      const sent = await Promise.allSettled(found.map((announcement) => this.#ingest.announce(announcement)));
      // They may have been in one transaction with the one that fails.
      const left = found.filter((_announcement, at) => sent[at]?.status === "rejected");
      for (const announcement of left) failure = (await this.#sendAlone(announcement)) ?? failure;
      after = found.at(-1)?.seq ?? after;
      if (found.length < LIMIT) break;
    }
    return failure;
  }

  async #sendAlone(announcement: Announcement): Promise<Error | null> {
    try {
      await this.#ingest.announce(announcement);
      return null;
    } catch (error) {
      if (unavailableError(error) !== null) throw error;
      const { seq, type } = announcement;
      return new Error(`The operational event ${seq} (${type}) cannot be stored.`, { cause: error });
    }
  }
}
