import { randomBytes } from "node:crypto";
import type { AttemptTrigger, Millis } from "../../domain/domain.js";
import type { Lease } from "../store.js";
import type { Connection } from "./connection.js";
import { StateChanges } from "./destination-state.js";

/** Queues that deliveries wait in, per destination. */
export const BY_HAND = 0;
export const FIRST_ATTEMPTS = 1;
export const RETRIES = 2;
export type Lane = typeof BY_HAND | typeof FIRST_ATTEMPTS | typeof RETRIES;

export type MakeLease = (expiresAt: Millis) => Lease;

/** Makes tokens that no other lease, of this process or an earlier one, has. They tell leases apart; they are no secret. */
export function createLeases(): MakeLease {
  const prefix = randomBytes(9).toString("base64url");
  let count = 0;
  return (expires_at) => {
    count += 1;
    return { token: `${prefix}.${count.toString(36)}`, expires_at };
  };
}

export function leaseDelivery(
  db: Connection,
  seq: number,
  { lease, trigger }: { lease: Lease; trigger: AttemptTrigger },
): void {
  db.prepare<[string, number, string, number]>(
    "UPDATE deliveries SET lane = NULL, lease_token = ?, lease_expires_at = ?, attempt_trigger = ? WHERE seq = ?",
  ).run(lease.token, lease.expires_at, trigger, seq);
}

/** Every lease that has run out by then goes back to its queue; one of a delivery that died in the meantime just ends. */
export function releaseLeases(db: Connection, expiredBy: Millis): void {
  const changes = new StateChanges();
  for (const { destination_seq, count } of expiredLeases(db, expiredBy)) {
    changes.add(destination_seq, { inFlight: -count });
  }
  changes.write(db);
  requeueExpired(db, expiredBy);
}

function expiredLeases(db: Connection, expiredBy: Millis): { destination_seq: number; count: number }[] {
  return db
    .query<[number], { destination_seq: number; count: number }>(
      `SELECT destination_seq, count(*) AS count
       FROM deliveries INDEXED BY deliveries_leased
       WHERE lease_expires_at <= ?
       GROUP BY destination_seq`,
    )
    .all(expiredBy);
}

/** A probe that was lost is an ordinary first attempt again. */
function requeueExpired(db: Connection, expiredBy: Millis): void {
  db.prepare<[number]>(
    `UPDATE deliveries INDEXED BY deliveries_leased
     SET lease_token = NULL, lease_expires_at = NULL,
       lane = CASE
         WHEN due_at IS NULL THEN NULL
         WHEN attempt_trigger = 'manual' THEN ${BY_HAND}
         WHEN status = 'pending' THEN ${FIRST_ATTEMPTS}
         ELSE ${RETRIES}
       END,
       attempt_trigger = CASE attempt_trigger WHEN 'manual' THEN 'manual' ELSE 'schedule' END
     WHERE lease_expires_at <= ?`,
  ).run(expiredBy);
}

/** The counters as the rows have them: for the start, when there is nothing in flight. */
export function resetInFlight(db: Connection): void {
  db.exec("UPDATE destination_state SET in_flight = 0 WHERE in_flight <> 0");
}

export function nextLeaseExpiry(db: Connection): Millis | null {
  return (
    db
      .query<[], { at: Millis | null }>(
        "SELECT min(lease_expires_at) AS at FROM deliveries INDEXED BY deliveries_leased WHERE lease_expires_at IS NOT NULL",
      )
      .get()?.at ?? null
  );
}
