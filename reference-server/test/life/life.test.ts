import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import {
  advance,
  commands,
  forceRetry,
  replyWith,
  send,
  sendWith,
  switchOrder,
  type Command,
} from "./commands.js";
import { Model } from "./model.js";
import type { Policy } from "./model-delivery.js";
import { ON_POSTGRES, stopTestStores } from "../store-under-test.js";
import { Real, START } from "./real.js";

const policy: Policy = { maxRetries: 2, baseMs: 60_000, budgetMs: 1_000_000, threshold: 4 };

/** Not on PostgreSQL: see `Real.crash`. */
const CRASHED = "crashed with a delivery in flight";

/** Everything that can become of a delivery. */
const LIFE = [
  "-> pending",
  "pending -> succeeded",
  "pending -> retrying",
  "pending -> dead",
  "retrying -> succeeded",
  "retrying -> retrying",
  "retrying -> dead",
  "pending -> retrying by hand",
  "retrying -> retrying by hand",
  "dead -> retrying by hand",
  "dead -> retrying by replay",
  "back to pending",
  "back to retrying",
  "back to dead",
  "dead: rejected",
  "dead: retries_exhausted",
  "dead: budget_exhausted",
  "dead: destination_paused",
  "dead: destination_deleted",
  "schedule succeeded",
  "schedule failed",
  "schedule rejected",
  "manual succeeded",
  "manual failed",
  "manual rejected",
  "probe succeeded",
  "probe failed",
  "probe rejected",
  "breaker paused",
  "breaker resumed",
  "gone",
  "gone while the breaker held it",
  "rotated at once",
  "rotated with grace",
  "rotation in progress",
  "a grace period ended",
  CRASHED,
  "waited outside the budget",
  "pending behind its key",
  "retrying behind its key",
  "refused behind its key",
  "next of its key after one that succeeded",
  "next of its key after one that died",
  "released from its key",
  "several resumed right after a start",
  "waited for its key outside the budget",
  "retry sent as the probe failed",
  "retry sent as the probe succeeded",
];

// The seed is fixed so that a failure is everybody's; HARBOR_LIFE_SEED and HARBOR_LIFE_RUNS look further.
const seed = Number(process.env["HARBOR_LIFE_SEED"] ?? 20_260_301);
const numRuns = Number(process.env["HARBOR_LIFE_RUNS"] ?? 40);

/**
 * A sequence that random commands rarely produce: the breaker pauses, one probe gets a final no, the next succeeds. The breaker
 * pauses again, and a probe finds the destination gone.
 */
const SELDOM = [
  replyWith({ code: 500 }),
  send,
  send,
  send,
  send,
  send,
  replyWith({ code: 404 }),
  advance(60_000),
  send,
  replyWith({ code: 200 }),
  advance(60_000),
  replyWith({ code: 500 }),
  send,
  send,
  send,
  send,
  send,
  replyWith({ code: 410 }),
  advance(60_000),
];

/** The breaker pauses while all that is held waits behind a retry: this is the probe, and keeps its number and its time when it fails. */
const PROBED_BY_RETRY = [
  switchOrder,
  replyWith({ code: 503, retryAfterMs: 300_000 }),
  sendWith("a"),
  sendWith("a"),
  forceRetry(0),
  forceRetry(1),
  forceRetry(0),
  forceRetry(0),
  advance(60_000),
  replyWith({ code: 200 }),
  advance(60_000),
];

/** The one before it dies of its time budget; its own starts only then. */
const WAITED_FOR_LONG = [
  switchOrder,
  replyWith({ code: 503, retryAfterMs: 900_000 }),
  sendWith("a"),
  sendWith("a"),
  advance(900_000),
];

afterAll(stopTestStores);

async function live(sequence: Iterable<Command>): Promise<Set<string>> {
  const real = await Real.start(policy);
  try {
    const model = new Model(START, { policy, secret: real.firstSecret });
    await fc.asyncModelRun(() => ({ model, real }), sequence);
    return model.seen;
  } finally {
    await real.stop();
  }
}

test(
  "the life of a delivery is as the model says, for any sequence of commands",
  { timeout: 600_000 },
  async () => {
    const seen = new Set<string>();
    for (const sequence of [SELDOM, PROBED_BY_RETRY, WAITED_FOR_LONG])
      for (const what of await live(sequence)) seen.add(what);
    const weighted = fc.oneof(...commands);
    const sequences = fc.commands(
      Array.from({ length: 8 }, () => weighted),
      { size: "max", maxCommands: 60 },
    );
    await fc.assert(
      fc.asyncProperty(sequences, async (sequence) => {
        for (const what of await live(sequence)) seen.add(what);
      }),
      { seed, numRuns, endOnFailure: false },
    );
    expect(LIFE.filter((what) => !seen.has(what))).toEqual(ON_POSTGRES ? [CRASHED] : []);
  },
);
