import { setTimeout as delay } from "node:timers/promises";
import type { Deps } from "../deps.js";
import type { Millis, Environment } from "../domain/domain.js";
import type { Once, RememberedAnswer } from "../store/store.js";
import type { Dispatch } from "../delivery/worker.js";
import type { Routes } from "../environments/environment-cache.js";
import type { Sweep } from "./sweep.js";

export type AdvanceClock = (
  environment: Environment,
  byMs: Millis,
  once?: Once<Millis>,
) => Promise<{ now: Millis } | { repeated: RememberedAnswer }>;

/** How often to look whether the work that fell due is done. */
const LOOK_MS = 2;

/**
 * Moves a environment's clock from one due time to the next, so that every retry, hold and probe on the way happens at its own time
 * and in order, and answers when all of it has been attempted. One advance of a environment at a time.
 */
export function createAdvanceClock(
  { store, clock }: Deps,
  { routes, dispatch, sweep }: { routes: Routes; dispatch: Dispatch; sweep: Sweep },
): AdvanceClock {
  const queues = new Map<number, Promise<unknown>>();

  /**
   * Attempts everything that is due by the environment's time as it is now; answers in how many ms the next thing falls due. What is sent
   * in the meantime is not waited for, or a busy sender would keep this from ending.
   */
  async function settleDueWork(environmentId: number, offset: Millis): Promise<Millis | null> {
    const now = clock.now();
    for (;;) {
      await sweep.now();
      dispatch.wake();
      const inFlight = await store.inFlight(environmentId, now + offset);
      const { waiting } = await store.claim(dispatch.claimNothing(environmentId, now));
      if (inFlight === 0 && !waiting) break;
      await delay(LOOK_MS);
    }
    return (await store.claim(dispatch.claimNothing(environmentId, clock.now()))).nextDueInMs;
  }

  async function advance(environmentId: number, byMs: Millis, once?: Once<Millis>) {
    const remembered = once === undefined ? null : await store.findAnswer(environmentId, once.key, once.now);
    if (remembered !== null) return { repeated: remembered };
    routes.drop(environmentId);
    let offset = (await routes.get(environmentId)).snapshot.clockOffsetMs;
    const target = offset + byMs;
    for (;;) {
      const nextDueInMs = await settleDueWork(environmentId, offset);
      const step = Math.min(target - offset, Math.max(1, nextDueInMs ?? Infinity));
      const isLast = offset + step >= target;
      const moved = await store.advanceClock(environmentId, step, isLast ? once : undefined);
      if ("repeated" in moved) return moved;
      offset = moved.result;
      routes.drop(environmentId);
      if (!isLast) continue;
      await settleDueWork(environmentId, offset);
      return { now: clock.now() + offset };
    }
  }

  return (environment, byMs, once) => {
    const before = queues.get(environment.id) ?? Promise.resolve();
    const mine = before.then(() => advance(environment.id, byMs, once));
    queues.set(
      environment.id,
      mine.catch(() => undefined),
    );
    return mine;
  };
}
