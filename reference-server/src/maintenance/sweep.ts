import type { Deps } from "../deps.js";
import type { Changes } from "../environments/change-feed.js";
import type { Tunnels } from "../delivery/send/tunnel.js";

export interface Sweep {
  start(): void;
  /** Everything that is due by now. */
  now(): Promise<void>;
  stop(): Promise<void>;
}

const INTERVAL_MS = 1000;
/** Rows in one transaction at most: keeps the pause that others see short. */
const LIMIT = 500;

/** What time alone brings about: holds that ran out, retention, idempotency keys past their window, tunnels left alone. */
export function createSweep(
  { config, store, clock, log }: Deps,
  { changes, tunnels }: { changes: Changes; tunnels: Pick<Tunnels, "tend"> },
): Sweep {
  let cancel: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();
  let open = false;

  async function sweepAll(): Promise<void> {
    await tunnels.tend();
    for (;;) {
      const { expired, purgedEvents } = await store.sweep({
        now: clock.now(),
        holdMs: config.times.holdMs,
        retentionMs: config.times.retentionMs,
        purgeGraceMs: config.times.purgeGraceMs,
        limit: LIMIT,
      });
      changes.emit(expired);
      if (expired.length < LIMIT && purgedEvents < LIMIT) return;
    }
  }

  function schedule(): void {
    cancel = clock.after(INTERVAL_MS, () => {
      running = sweepAll()
        .catch((error: unknown) => {
          log.error({ err: error }, "the sweep failed; it is tried again");
        })
        .finally(() => {
          if (open) schedule();
        });
    });
  }

  return {
    start() {
      open = true;
      schedule();
    },
    now: sweepAll,
    async stop() {
      open = false;
      cancel();
      await running;
    },
  };
}
