import type { Attempt, DeliveryWithAttempts } from "../../domain/domain.js";
import type { DeliveryStore } from "../store.js";
import { deleteDead, forceRetry, replayDead } from "./by-hand.js";
import { promised } from "./promised.js";
import type { Connection } from "./connection.js";
import { listDeliveries } from "./delivery-lists.js";
import { deliveryBySeq, deliveryState } from "./delivery-reads.js";
import { once } from "./once.js";
import { replayAllDead } from "./replay-all.js";

export function deliveryStore(db: Connection): DeliveryStore {
  return {
    get: promised((environmentId, id) => db.reading(() => findDelivery(db, environmentId, id))),
    list: (environmentId, filter, page) => listDeliveries(db, { environmentId, ...filter }, page),

    forceRetry: promised((input, key) =>
      db.durably(() =>
        once(db, { environmentId: input.environmentId, once: key }, () => forceRetry(db, input)),
      ),
    ),
    replayDead: promised((input, key) =>
      db.durably(() =>
        once(db, { environmentId: input.environmentId, once: key }, () => replayDead(db, input)),
      ),
    ),
    replayAllDead: (input, key) => replayAllDead(db, input, key),
    deleteDead: promised((environmentId, id) => db.durably(() => deleteDead(db, environmentId, id))),
  };
}

function findDelivery(db: Connection, environmentId: number, id: string): DeliveryWithAttempts | null {
  const state = deliveryState(db, environmentId, id);
  if (state === undefined) return null;
  return { ...deliveryBySeq(db, state.seq), retries: attemptsOf(db, state.seq) };
}

function attemptsOf(db: Connection, deliverySeq: number): Attempt[] {
  return db
    .query<[number], Attempt>(
      `SELECT number, attempt_trigger AS "trigger", started_at, latency_ms, response_code, response_body, error, outcome
       FROM attempts WHERE delivery_seq = ?
       ORDER BY number`,
    )
    .all(deliverySeq);
}
