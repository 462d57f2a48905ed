import { refuseReplay, retainedSince, revived } from "../../domain/by-hand.js";
import type { Delivery, Millis } from "../../domain/domain.js";
import { idBefore, idRange } from "../id-range.js";
import { within } from "../scope.js";
import type { DeadReplay, DeadReplayTally, Idempotent, IdempotentRequest } from "../store.js";
import {
  DELIVERY_COLUMNS,
  DELIVERY_JOINS,
  deliveryFromRow,
  deliveryBySeqs,
  type FoundDelivery,
  type JoinedRow,
} from "./deliveries.js";
import type { Engine } from "./engine.js";
import { readEnvironment } from "./environments.js";
import { findDurableResponse, idempotentWithin } from "./idempotency.js";
import type { Joining } from "./ordered.js";
import { reviveDead } from "./revive.js";
import { inSteps, STEP_ROWS } from "./steps.js";
import { tenantCondition, tenantParams } from "./tenant-filter.js";

/**
 * From the newest to the oldest, in steps; the response is stored in the last one. Of two calls under one key at the same
 * moment each revives what the other has not yet, so every delivery is replayed once, and both get the first one's response.
 */
export async function replayAllDead(
  engine: Engine,
  input: DeadReplay,
  request: IdempotentRequest<DeadReplayTally> | undefined,
): Promise<Idempotent<DeadReplayTally>> {
  const { db, log } = engine;
  const { environmentId } = input;
  const earlier = request === undefined ? null : await findDurableResponse(engine, environmentId, request);
  if (earlier !== null) return earlier;
  const tally: DeadReplayTally = { replayed: 0, skipped: 0 };
  let after: string | null = null;
  let outcome: Idempotent<DeadReplayTally> = { result: tally };
  await inSteps(() => {
    let replayed: Delivery[] = [];
    const next = db.writing(() => {
      const found = deadDeliveries(engine, input, after);
      replayed = reviveAll(engine, { found, input, tally });
      after = found.at(-1)?.row.id ?? after;
      if (found.length === STEP_ROWS) return "more";
      outcome = idempotentWithin(db, { environmentId, request }, () => tally);
      return "done";
    });
    db.emitChanged(replayed);
    return next;
  });
  await log.synced();
  return outcome;
}

function reviveAll(
  engine: Engine,
  { found, input, tally }: { found: FoundDelivery[]; input: DeadReplay; tally: DeadReplayTally },
): Delivery[] {
  const { db } = engine;
  const revivable = revivableOf(engine, input, found);
  tally.replayed += revivable.length;
  tally.skipped += found.length - revivable.length;
  if (revivable.length === 0) return [];
  reviveDead(db, revivable);
  db.noteWorkDue(input.now);
  return deliveryBySeqs(
    engine,
    revivable.map(({ row }) => row.seq),
  );
}

function revivableOf({ db }: Engine, input: DeadReplay, found: FoundDelivery[]): Joining[] {
  const now = input.now + readEnvironment(db, input.environmentId).clock_offset_ms;
  const since = retainedSince(now, input.retentionMs);
  return found.flatMap(({ row, place, orderingKey, ...candidate }) => {
    if (place.kind !== "dead" || refuseReplay({ ...candidate, inFlight: false }, since) !== null) return [];
    return [{ row, queued: revived(place.dead, now), orderingKey }];
  });
}

/** See `DeliveryStore.countReplayable`. */
export async function countReplayable(engine: Engine, input: DeadReplay): Promise<DeadReplayTally> {
  const tally: DeadReplayTally = { replayed: 0, skipped: 0 };
  let after: string | null = null;
  await inSteps(() => {
    const found = deadDeliveries(engine, input, after);
    const revivable = revivableOf(engine, input, found);
    tally.replayed += revivable.length;
    tally.skipped += found.length - revivable.length;
    after = found.at(-1)?.row.id ?? after;
    return found.length === STEP_ROWS ? "more" : "done";
  });
  return tally;
}

interface Params {
  environmentId: number;
  destinationId: string | undefined;
  tenant: string | null;
  from: string;
  before: string;
  since: Millis;
  until: Millis;
  limit: number;
}

function deadDeliveries(engine: Engine, input: DeadReplay, after: string | null): FoundDelivery[] {
  const { db } = engine;
  const query = within(input, input);
  const { environmentId, destination_id: destinationId, tenant, owned, since = 0, until = Infinity } = query;
  const { clock_offset_ms: clockOffsetMs } = readEnvironment(db, environmentId);
  const ids = idRange("del", { since, until, clockOffsetMs });
  const times = { from: ids.from, before: idBefore(after, ids.before), since, until };
  const params = { environmentId, destinationId, ...tenantParams(tenant), ...times, limit: STEP_ROWS };
  const walk =
    destinationId !== undefined ? OF_DESTINATION : typeof tenant === "string" ? OF_TENANT : OF_ENVIRONMENT;
  const sql = deadSql(walk, tenantCondition("l.tenant", tenant, owned ? "t.tenant" : undefined));
  return db
    .query<[Params], JoinedRow>(sql)
    .all(params)
    .map((row) => deliveryFromRow(row, engine.leases));
}

interface DeadWalk {
  index: string;
  where: string;
}

function deadSql({ index, where }: DeadWalk, filter: string): string {
  return `SELECT ${DELIVERY_COLUMNS}
    FROM dead l INDEXED BY ${index} CROSS JOIN deliveries d ON d.seq = l.delivery_seq ${DELIVERY_JOINS}
    WHERE ${where} AND ${filter} AND l.delivery_id >= @from AND l.delivery_id < @before
      AND d.created_at >= @since AND d.created_at < @until
    ORDER BY l.delivery_id DESC
    LIMIT @limit`;
}

const OF_ENVIRONMENT: DeadWalk = {
  index: "dead_of_environment",
  where: "l.environment_id = @environmentId",
};
const OF_TENANT: DeadWalk = { index: "dead_of_tenant", where: "l.environment_id = @environmentId" };
const OF_DESTINATION: DeadWalk = {
  index: "dead_of_destination",
  where:
    "l.destination_seq = (SELECT seq FROM destinations WHERE id = @destinationId AND environment_id = @environmentId)",
};
