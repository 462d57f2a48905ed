import { refuseReplay, retainedSince, revived } from "../../domain/by-hand.js";
import { idBefore, idRange } from "../id-range.js";
import { type Within, within } from "../scope.js";
import type { DeadReplay, DeadReplayTally, Idempotent, IdempotentRequest, TenantFilter } from "../store.js";
import type { Database, Reader, Transaction } from "./database.js";
import {
  deliveriesByIds,
  DELIVERY_COLUMNS,
  DELIVERY_JOINS,
  deliveryFromRow,
  type FoundDelivery,
  type JoinedRow,
} from "./deliveries.js";
import { readEnvironment } from "./environments.js";
import { finite } from "./events.js";
import { findResponse, idempotentWithin } from "./idempotency.js";
import { deliveryOf } from "./lookups.js";
import type { Joining } from "./ordered.js";
import { reviveDead } from "./revive.js";
import { STEP_ROWS } from "./steps.js";
import { tenantCondition } from "./tenant-filter.js";
import { uuidBound } from "./ulid-uuid.js";

/**
 * From the newest to the oldest, in steps; the response is stored in the last one. Of two calls under one key at the same
 * moment each revives what the other has not yet, so every delivery is replayed once, and both get the first one's response.
 */
export async function replayAllDead(
  db: Database,
  input: DeadReplay,
  request: IdempotentRequest<DeadReplayTally> | undefined,
): Promise<Idempotent<DeadReplayTally>> {
  const { environmentId } = input;
  const earlier = request === undefined ? null : await findResponse(db, environmentId, request);
  if (earlier !== null) return earlier;
  const sum: DeadReplayTally = { replayed: 0, skipped: 0 };
  for (let after: string | null = null; ;) {
    const step: Step = await db.transaction((tx) => replayStep(tx, { input, request, sum, after }));
    db.emitChanged(step.deliveries);
    if (step.outcome !== null) return step.outcome;
    after = step.after;
    sum.replayed += step.tally.replayed;
    sum.skipped += step.tally.skipped;
  }
}

interface Step {
  deliveries: Awaited<ReturnType<typeof deliveriesByIds>>;
  tally: DeadReplayTally;
  after: string | null;
  /** Null when there is more to replay. */
  outcome: Idempotent<DeadReplayTally> | null;
}

interface Progress {
  input: DeadReplay;
  request: IdempotentRequest<DeadReplayTally> | undefined;
  /** Of the steps before. */
  sum: DeadReplayTally;
  after: string | null;
}

async function replayStep(tx: Transaction, { input, request, sum, after }: Progress): Promise<Step> {
  const { environmentId } = input;
  const found = await deadDeliveries(tx, input, { after, lock: "FOR UPDATE OF l" });
  const revivedIds = await reviveAll(tx, input, found);
  const deliveries = await deliveriesByIds(tx, environmentId, revivedIds);
  const tally = { replayed: revivedIds.length, skipped: found.length - revivedIds.length };
  const total = { replayed: sum.replayed + tally.replayed, skipped: sum.skipped + tally.skipped };
  const outcome =
    found.length === STEP_ROWS
      ? null
      : await idempotentWithin(tx, { environmentId, request }, () => Promise.resolve(total));
  return { deliveries, tally, after: found.at(-1)?.row.id ?? after, outcome };
}

async function reviveAll(tx: Transaction, input: DeadReplay, found: FoundDelivery[]): Promise<string[]> {
  const revivable = await revivableOf(tx, input, found);
  if (revivable.length === 0) return [];
  await reviveDead(tx, revivable);
  tx.noteWorkDue(input.now);
  return revivable.map(({ row }) => row.id);
}

async function revivableOf(db: Reader, input: DeadReplay, found: FoundDelivery[]): Promise<Joining[]> {
  const now = input.now + (await readEnvironment(db, input.environmentId)).clock_offset_ms;
  const since = retainedSince(now, input.retentionMs);
  return found.flatMap(({ row, place, orderingKey, ...candidate }) => {
    if (place.kind !== "dead" || refuseReplay({ ...candidate, inFlight: false }, since) !== null) return [];
    return [{ row, queued: revived(place.dead, now), orderingKey }];
  });
}

/** See `DeliveryStore.countReplayable`. */
export async function countReplayable(db: Database, input: DeadReplay): Promise<DeadReplayTally> {
  const tally: DeadReplayTally = { replayed: 0, skipped: 0 };
  let found: FoundDelivery[];
  let after: string | null = null;
  do {
    found = await deadDeliveries(db, input, { after, lock: "" });
    const revivable = await revivableOf(db, input, found);
    tally.replayed += revivable.length;
    tally.skipped += found.length - revivable.length;
    after = found.at(-1)?.row.id ?? null;
  } while (found.length === STEP_ROWS);
  return tally;
}

const deadSql = ({ tenant, owned }: Within<TenantFilter>) => `SELECT ${DELIVERY_COLUMNS}
  FROM dead l ${deliveryOf("l.environment_id", "l.delivery_id")} ${DELIVERY_JOINS}
  WHERE l.environment_id = $1 AND l.delivery_id >= $2 AND l.delivery_id < $3 AND d.created_at >= $4 AND d.created_at < $5
    AND ($6::text IS NULL OR l.destination_seq = (SELECT seq FROM destinations WHERE id = $6 AND environment_id = $1))
    AND ${tenantCondition("l.tenant", "$8", tenant)} ${owned ? "AND t.tenant = $8::text" : ""}
  ORDER BY l.delivery_id DESC
  LIMIT $7`;

async function deadDeliveries(
  tx: Reader,
  input: DeadReplay,
  { after, lock }: { after: string | null; lock: "FOR UPDATE OF l" | "" },
): Promise<FoundDelivery[]> {
  const query = within(input, input);
  const { environmentId, destination_id: destinationId = null, since = 0, until = Infinity } = query;
  const { clock_offset_ms: clockOffsetMs } = await readEnvironment(tx, environmentId);
  const ids = idRange("del", { since, until, clockOffsetMs });
  const rows = await tx.all<JoinedRow>(`${deadSql(query)} ${lock}`, [
    environmentId,
    uuidBound(ids.from),
    uuidBound(idBefore(after, ids.before)),
    since,
    finite(until),
    destinationId,
    STEP_ROWS,
    query.tenant ?? null,
  ]);
  return rows.map(deliveryFromRow);
}
