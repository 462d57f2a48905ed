import { refuseReplay, retainedSince, revived } from "../../domain/by-hand.js";
import { Counter } from "../counter.js";
import { idBefore, idRange } from "../id-range.js";
import { type Within, within } from "../scope.js";
import type { DeliveryStore, Idempotent, IdempotentRequest, TenantFilter } from "../store.js";
import { insertCounts } from "./counts.js";
import type { Database, Transaction } from "./database.js";
import { deleteDead } from "./dead.js";
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
import { insertQueued } from "./queue.js";
import { STEP_ROWS } from "./steps.js";
import { tenantCondition } from "./tenant-filter.js";
import { uuidBound } from "./ulid-uuid.js";

type Input = Parameters<DeliveryStore["replayAllDead"]>[0];
interface Tally {
  replayed: number;
  skipped: number;
}

/**
 * From the newest to the oldest, in steps; the response is stored in the last one. Of two calls under one key at the same
 * moment each revives what the other has not yet, so every delivery is replayed once, and both get the first one's response.
 */
export async function replayAllDead(
  db: Database,
  input: Input,
  request: IdempotentRequest<Tally> | undefined,
): Promise<Idempotent<Tally>> {
  const { environmentId } = input;
  const earlier = request === undefined ? null : await findResponse(db, environmentId, request);
  if (earlier !== null) return earlier;
  const sum: Tally = { replayed: 0, skipped: 0 };
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
  tally: Tally;
  after: string | null;
  /** Null when there is more to replay. */
  outcome: Idempotent<Tally> | null;
}

interface Progress {
  input: Input;
  request: IdempotentRequest<Tally> | undefined;
  /** Of the steps before. */
  sum: Tally;
  after: string | null;
}

async function replayStep(tx: Transaction, { input, request, sum, after }: Progress): Promise<Step> {
  const { environmentId } = input;
  const found = await deadDeliveries(tx, input, after);
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

async function reviveAll(tx: Transaction, input: Input, found: FoundDelivery[]): Promise<string[]> {
  const now = input.now + (await readEnvironment(tx, input.environmentId)).clock_offset_ms;
  const since = retainedSince(now, input.retentionMs);
  const counter = new Counter();
  const revivable = found.flatMap(({ row, place, ...candidate }) => {
    if (place.kind !== "dead" || refuseReplay({ ...candidate, inFlight: false }, since) !== null) return [];
    counter.deadLetters(row.destination_seq, -1);
    return { row, queued: revived(place.dead, now) };
  });
  if (revivable.length === 0) return [];
  const ids = revivable.map(({ row }) => row.id);
  deleteDead(tx, ids);
  insertQueued(
    tx,
    revivable.map(({ row, queued }) => [row, queued]),
  );
  insertCounts(tx, counter);
  tx.noteWorkDue(input.now);
  return ids;
}

const deadSql = ({ tenant, owned }: Within<TenantFilter>) => `SELECT ${DELIVERY_COLUMNS}
  FROM dead l JOIN deliveries d ON d.environment_id = l.environment_id AND d.id = l.delivery_id ${DELIVERY_JOINS}
  WHERE l.environment_id = $1 AND l.delivery_id >= $2 AND l.delivery_id < $3 AND d.created_at >= $4 AND d.created_at < $5
    AND ($6::text IS NULL OR l.destination_seq = (SELECT seq FROM destinations WHERE id = $6 AND environment_id = $1))
    AND ${tenantCondition("l.tenant", "$8", tenant)} ${owned ? "AND t.tenant = $8::text" : ""}
  ORDER BY l.delivery_id DESC
  LIMIT $7
  FOR UPDATE OF l`;

async function deadDeliveries(tx: Transaction, input: Input, after: string | null): Promise<FoundDelivery[]> {
  const query = within(input, input);
  const { environmentId, destination_id: destinationId = null, since = 0, until = Infinity } = query;
  const { clock_offset_ms: clockOffsetMs } = await readEnvironment(tx, environmentId);
  const ids = idRange("del", { since, until, clockOffsetMs });
  const rows = await tx.all<JoinedRow>(deadSql(query), [
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
