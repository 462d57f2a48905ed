import type { Deps } from "../deps.js";
import type { Environment, Millis } from "../domain/domain.js";
import { overloaded } from "../errors.js";
import type { Idempotent, IdempotentRequest } from "../store/store.js";
import type { Sweep } from "./sweep.js";

/** Moves an environment's clock; resolves with its new offset when all work that fell due has been attempted. */
export type AdvanceClock = (
  environment: Environment,
  byMs: Millis,
  request?: IdempotentRequest<Millis>,
) => Promise<Idempotent<Millis>>;

export interface TestClock {
  advance: AdvanceClock;
  /** Rejects the advances that still wait for work; resolves when none uses the store. */
  stop(): Promise<void>;
}

/** How often to look whether the work that fell due is done. */
const LOOK_MS = 2;
/** For an advance that the end of the process cut short. */
const RETRY_SECONDS = 5;

/**
 * Moves an environment's clock from one due time to the next, so that every retry, hold and probe on the way happens at its own time
 * and in order. One advance of an environment at a time.
 */
export function createTestClock(deps: Deps, sweep: Pick<Sweep, "now">): TestClock {
  const queues = new Map<number, Promise<unknown>>();
  const stopping = new AbortController();
  const advanceInTurn: AdvanceClock = (environment, byMs, request) => {
    const before = queues.get(environment.id) ?? Promise.resolve();
    const mine = before.then(() =>
      advance(
        { ...deps, sweep, stopping: stopping.signal },
        { environmentId: environment.id, byMs, request },
      ),
    );
    const settled = mine.catch(() => undefined);
    queues.set(environment.id, settled);
    void settled.then(() => {
      if (queues.get(environment.id) === settled) queues.delete(environment.id);
    });
    return mine;
  };
  return {
    advance: advanceInTurn,
    async stop() {
      stopping.abort();
      await Promise.all(queues.values());
    },
  };
}

type AdvanceDeps = Deps & { sweep: Pick<Sweep, "now">; stopping: AbortSignal };

async function advance(
  deps: AdvanceDeps,
  {
    environmentId,
    byMs,
    request,
  }: { environmentId: number; byMs: Millis; request: IdempotentRequest<Millis> | undefined },
): Promise<Idempotent<Millis>> {
  const { store } = deps;
  // An advance of the same key may have gone ahead in the queue.
  const earlier = request === undefined ? null : await store.findResponse(environmentId, request);
  if (earlier !== null) return earlier;
  let offset = (await store.snapshot(environmentId)).clockOffsetMs;
  const target = offset + byMs;
  for (;;) {
    const nextDueInMs = await finishDueWork(deps, environmentId);
    const step = Math.min(target - offset, Math.max(1, nextDueInMs ?? Infinity));
    const isLast = offset + step >= target;
    const moved = await store.advanceClock(environmentId, step, isLast ? request : undefined);
    if (typeof moved === "string" || "stored" in moved) return moved;
    offset = moved.result;
    if (!isLast) continue;
    await finishDueWork(deps, environmentId);
    return moved;
  }
}

/**
 * Waits until the worker has attempted everything that is due by the environment's time as it is now; resolves with the ms until the
 * next thing falls due. Events sent in the meantime are not waited for, or a busy sender would keep this from ending.
 */
async function finishDueWork(
  { store, clock, sweep, config, stopping }: AdvanceDeps,
  environmentId: number,
): Promise<Millis | null> {
  const { probeIntervalMs, holdMs } = config.times;
  let now: Millis | null = null;
  for (;;) {
    if (stopping.aborted) throw overloaded(RETRY_SECONDS);
    await sweep.now();
    // After the first sweep, whose operational events are waited for.
    now ??= clock.now();
    const { inFlight, waiting } = await store.upcoming(environmentId, { now, probeIntervalMs, holdMs });
    if (inFlight === 0 && !waiting) break;
    await new Promise<void>((resolve) => void clock.after(LOOK_MS, resolve));
  }
  return (await store.upcoming(environmentId, { now: clock.now(), probeIntervalMs, holdMs })).nextDueInMs;
}
