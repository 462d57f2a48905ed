import type { Deps } from "../deps.js";
import type { Announcer } from "./announcer.js";

const INTERVAL_MS = 1000;
/** Rows in one transaction at most: keeps the pause that others see short. */
const LIMIT = 500;

/** Periodic maintenance: ends holds, applies retention, forgets idempotency keys past their window, overwrites what is erased, sends what is announced. */
export class Sweep {
  readonly #deps: Pick<Deps, "config" | "store" | "clock" | "log">;
  readonly #announcer: Pick<Announcer, "run">;
  #cancel: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(deps: Pick<Deps, "config" | "store" | "clock" | "log">, announcer: Pick<Announcer, "run">) {
    this.#deps = deps;
    this.#announcer = announcer;
  }

  start(): void {
    this.#schedule();
  }

  /** Does everything that is due by now; after `stop` it ends with the step under way. */
  async now(): Promise<void> {
    await this.#sweepStore();
    await this.#announcer.run();
  }

  async #sweepStore(): Promise<void> {
    const { config, store, clock } = this.#deps;
    while (!this.#stopped) {
      const { expired, purgedEvents, isErasing } = await store.sweep({
        now: clock.now(),
        holdMs: config.times.holdMs,
        retentionMs: config.times.retentionMs,
        purgeGraceMs: config.times.purgeGraceMs,
        limit: LIMIT,
      });
      if (expired.length < LIMIT && purgedEvents < LIMIT && !isErasing) return;
    }
  }

  /** Resolves when the scheduled run under way has ended; no other follows. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running;
  }

  #schedule(): void {
    this.#cancel = this.#deps.clock.after(INTERVAL_MS, () => {
      this.#running = this.now()
        .catch((error: unknown) => {
          this.#deps.log.error({ err: error }, "periodic maintenance failed; retrying");
        })
        .finally(() => {
          if (!this.#stopped) this.#schedule();
        });
    });
  }
}
