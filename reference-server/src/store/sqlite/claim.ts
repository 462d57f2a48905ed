import type { Millis } from "../../domain/domain.js";
import type { ClaimOptions, ClaimResult, LeasedDelivery } from "../store.js";
import { type WaitingDestination, waitingDestinations } from "./backlog.js";
import type { Connection } from "./connection.js";
import { StateChanges, setLastProbe } from "./destination-state.js";
import { type DueRow, dueDeliveries, nextDueAfter, toLeased } from "./due-deliveries.js";
import {
  BY_HAND,
  FIRST_ATTEMPTS,
  type Lane,
  type MakeLease,
  RETRIES,
  leaseDelivery,
  nextLeaseExpiry,
  releaseLeases,
} from "./leases.js";
import { type Queue, toQueue } from "./queue.js";

/** Whose turn it is, from one claim to the next. Losing it costs nothing but a little fairness. */
export interface Turns {
  /** Row number of the destination that was served last when there was not enough for all. */
  lastServed: number;
  /** Per destination: which queue gets the odd slot next. */
  oddSlot: Map<number, Lane>;
}

interface Claim {
  db: Connection;
  makeLease: MakeLease;
  options: ClaimOptions;
  turns: Turns;
}

/** Leases due deliveries: see `Store.claim`. */
export function claim(context: Claim): ClaimResult {
  const { db, options } = context;
  return db.quickly(() => {
    releaseLeases(db, options.now);
    const queues = waitingDestinations(db, options.environmentId ?? null).map((row) => toQueue(row, options));
    const deliveries = shareOut(context, queues);
    const more = queues.some((queue) => queue.free > 0 && queue.unfinished);
    // Leases are wall time, which an environment's own clock does not move.
    const expiry = options.environmentId === undefined ? nextLeaseExpiry(db) : null;
    const waits = [...queues.map((queue) => queue.nextMs), expiry === null ? null : expiry - options.now];
    const waiting = queues.some((queue) => queue.unfinished);
    return { deliveries, waiting, nextDueInMs: more ? 0 : earliest(waits) };
  });
}

function earliest(waits: (Millis | null)[]): Millis | null {
  const known = waits.filter((wait) => wait !== null);
  return known.length === 0 ? null : Math.max(0, Math.min(...known));
}

/**
 * Equal shares of `limit` for every destination that has work and a free slot; what one does not need goes to the others. A long
 * queue of one destination thus never holds back the rest.
 */
function shareOut(context: Claim, queues: Queue[]): LeasedDelivery[] {
  const { db, turns, options } = context;
  const taken: LeasedDelivery[] = [];
  const states = new StateChanges();
  let open = inTurn(
    queues.filter((queue) => queue.free > 0 && queue.unfinished),
    turns.lastServed,
  );
  while (open.length > 0 && taken.length < options.limit) {
    const share = Math.max(1, Math.floor((options.limit - taken.length) / open.length));
    for (const queue of open) {
      const wanted = Math.min(share, queue.free, options.limit - taken.length);
      if (wanted === 0) break;
      const leased = take(context, queue, wanted);
      taken.push(...leased);
      states.add(queue.row.seq, { inFlight: leased.length });
      queue.free -= leased.length;
      queue.unfinished = leased.length === wanted;
      turns.lastServed = queue.row.seq;
    }
    open = open.filter((queue) => queue.free > 0 && queue.unfinished);
  }
  states.write(db);
  return taken;
}

/** Begins behind the destination that was served last. */
function inTurn(queues: Queue[], lastServed: number): Queue[] {
  const start = queues.findIndex((queue) => queue.row.seq > lastServed);
  return start <= 0 ? queues : [...queues.slice(start), ...queues.slice(0, start)];
}

/**
 * By hand first, for somebody is waiting; then retries and first attempts half and half, so that neither can starve the other;
 * what one does not use is the other's. The odd slot goes to each in turn.
 */
function take(context: Claim, queue: Queue, wanted: number): LeasedDelivery[] {
  const byHand = leaseFrom(context, queue, { lane: BY_HAND, limit: wanted });
  const rest = wanted - byHand.length;
  const half = rest % 2 === 0 ? rest / 2 : (rest + oddSlot(context.turns, queue.row)) / 2;
  const retries = leaseFrom(context, queue, { lane: RETRIES, limit: half });
  const firsts = leaseFrom(context, queue, { lane: FIRST_ATTEMPTS, limit: rest - retries.length });
  const moreRetries = leaseFrom(context, queue, {
    lane: RETRIES,
    limit: rest - retries.length - firsts.length,
  });
  return [...byHand, ...retries, ...firsts, ...moreRetries];
}

/** 1 when the odd slot is a retry's, -1 when it is a first attempt's. */
function oddSlot({ oddSlot }: Turns, { seq }: WaitingDestination): 1 | -1 {
  const lane = oddSlot.get(seq) ?? FIRST_ATTEMPTS;
  oddSlot.set(seq, lane === RETRIES ? FIRST_ATTEMPTS : RETRIES);
  return lane === RETRIES ? 1 : -1;
}

function leaseFrom(
  context: Claim,
  queue: Queue,
  { lane, limit }: { lane: Lane; limit: number },
): LeasedDelivery[] {
  const most = Math.min(limit, queue.most[lane]);
  if (most <= 0) return [];
  const rows = dueDeliveries(context.db, {
    destinationSeq: queue.row.seq,
    lane,
    now: queue.now,
    limit: most,
  });
  if (rows.length < most) {
    queue.most[lane] = 0;
    waitForNext(context.db, queue, lane);
  } else queue.most[lane] -= rows.length;
  return rows.map((row) => lease(context, queue, { row, lane }));
}

/** What falls due next in a lane whose due ones are all taken; until then the first of them stood in front of it. */
function waitForNext(db: Connection, queue: Queue, lane: Lane): void {
  const at = nextDueAfter(db, { destinationSeq: queue.row.seq, lane, now: queue.now });
  if (at !== null) queue.nextMs = Math.min(queue.nextMs ?? Infinity, at - queue.now);
}

function lease(
  { db, makeLease, options }: Claim,
  queue: Queue,
  { row, lane }: { row: DueRow; lane: Lane },
): LeasedDelivery {
  const trigger =
    lane === BY_HAND ? "manual" : lane === FIRST_ATTEMPTS && queue.probing ? "probe" : "schedule";
  const timeoutMs = queue.row.timeout_seconds * 1000;
  const lease = makeLease(options.now + timeoutMs + options.leaseSlackMs);
  leaseDelivery(db, row.seq, { lease, trigger });
  if (trigger === "probe") setLastProbe(db, queue.row.seq, queue.now);
  return toLeased(row, { destination: queue.row, lease, trigger });
}
