import type { Delivery, DeliveryStatus, Millis } from "../../domain/domain.js";
import { idBefore, idRange } from "../id-range.js";
import type { DeliveryStore, Once, Repeatable } from "../store.js";
import { revive } from "./by-hand.js";
import type { Connection } from "./connection.js";
import { StateChanges } from "./destination-state.js";
import { deliveryBySeq } from "./delivery-reads.js";
import { findAnswer, once } from "./once.js";
import { readEnvironment } from "./environments.js";
import { STEP_ROWS, inSteps } from "./steps.js";

type Input = Parameters<DeliveryStore["replayAllDead"]>[0];
interface Tally {
  replayed: number;
  skipped: number;
}

/**
 * From the newest to the oldest, in steps; the answer is remembered in the last one. Of two calls under one key at the same
 * moment each revives what the other has not yet, so every delivery is replayed once, and both get the first one's answer.
 */
export async function replayAllDead(
  db: Connection,
  input: Input,
  key: Once<Tally> | undefined,
): Promise<Repeatable<Tally>> {
  const repeated = key === undefined ? null : findAnswer(db, [input.environmentId, key.key, key.now]);
  if (repeated !== null) return { repeated };
  const tally: Tally = { replayed: 0, skipped: 0 };
  let after: string | null = null;
  let answer: Repeatable<Tally> = { result: tally };
  await inSteps(() => {
    let revived: Delivery[] = [];
    const next = db.durably(() => {
      const rows = deadDeliveries(db, input, after);
      revived = reviveAll(db, { rows, input, tally });
      after = rows.at(-1)?.id ?? after;
      if (rows.length === STEP_ROWS) return "more";
      answer = once(db, { environmentId: input.environmentId, once: key }, () => tally);
      return "done";
    });
    input.onReplayed?.(revived);
    return next;
  });
  return answer;
}

interface DeadRow {
  seq: number;
  id: string;
  destination_seq: number;
  status: DeliveryStatus;
  event_created_at: Millis;
  reachable: 0 | 1;
}

function reviveAll(
  db: Connection,
  { rows, input, tally }: { rows: DeadRow[]; input: Input; tally: Tally },
): Delivery[] {
  const now = input.now + readEnvironment(db, input.environmentId).clock_offset_ms;
  const states = new StateChanges();
  const revived: Delivery[] = [];
  for (const row of rows) {
    if (row.reachable === 0 || row.event_created_at <= now - input.retentionMs) {
      tally.skipped += 1;
      continue;
    }
    revive(db, row.seq, now);
    db.noteWorkDue(input.now);
    states.add(row.destination_seq, { dead: -1 });
    revived.push(deliveryBySeq(db, row.seq));
    tally.replayed += 1;
  }
  states.write(db);
  return revived;
}

interface Params {
  environmentId: number;
  destinationId: string | undefined;
  from: string;
  before: string;
  since: Millis;
  until: Millis;
  limit: number;
}

function deadDeliveries(db: Connection, input: Input, after: string | null): DeadRow[] {
  const { environmentId, destination_id: destinationId, since = 0, until = Infinity } = input;
  const { clock_offset_ms: clockOffsetMs } = readEnvironment(db, environmentId);
  const ids = idRange("del", { since, until, clockOffsetMs });
  const params = {
    environmentId,
    destinationId,
    from: ids.from,
    before: idBefore(after, ids.before),
    since,
    until,
    limit: STEP_ROWS,
  };
  return destinationId === undefined ? deadOfEnvironment(db, params) : deadOfDestination(db, params);
}

function deadOfEnvironment(db: Connection, params: Params): DeadRow[] {
  return db
    .query<[Params], DeadRow>(
      `SELECT d.seq, d.id, d.destination_seq, e.created_at AS event_created_at,
         t.deleted_at IS NULL AND t.status = 'active' AS reachable
       FROM deliveries d INDEXED BY deliveries_open
       JOIN events e ON e.seq = d.event_seq
       JOIN destinations t ON t.seq = d.destination_seq
       WHERE d.environment_id = @environmentId AND d.status = 'dead' AND d.id >= @from AND d.id < @before
         AND d.created_at >= @since AND d.created_at < @until
       ORDER BY d.id DESC
       LIMIT @limit`,
    )
    .all(params);
}

function deadOfDestination(db: Connection, params: Params): DeadRow[] {
  return db
    .query<[Params], DeadRow>(
      `SELECT d.seq, d.id, d.destination_seq, e.created_at AS event_created_at,
         t.deleted_at IS NULL AND t.status = 'active' AS reachable
       FROM deliveries d INDEXED BY deliveries_dead
       JOIN events e ON e.seq = d.event_seq
       JOIN destinations t ON t.seq = d.destination_seq
       WHERE d.destination_seq = (SELECT seq FROM destinations WHERE id = @destinationId AND environment_id = @environmentId)
         AND d.status = 'dead' AND d.id >= @from AND d.id < @before
         AND d.created_at >= @since AND d.created_at < @until
       ORDER BY d.id DESC
       LIMIT @limit`,
    )
    .all(params);
}
