/** All that the checker knows. Written by the senders, the receivers and the one who breaks things; nothing in it is Harbor's. */
export class Journal {
  /** In the order of their arrival. */
  readonly arrivals: Arrival[] = [];
  readonly faults: Fault[] = [];
  /** The event ids that senders were given for each idempotency key. */
  readonly acknowledged = new Map<string, Set<string>>();
  /** Responses to senders other than 202, by status; 0 counts connections that broke. */
  readonly refusals = new Map<number, number>();
  readonly #delivered = new Set<string>();

  acknowledge(key: string, eventId: string): void {
    const ids = this.acknowledged.get(key) ?? new Set();
    this.acknowledged.set(key, ids.add(eventId));
  }

  end(arrival: Arrival, succeeded: boolean): void {
    arrival.endedAt = performance.now();
    arrival.succeeded = succeeded;
    if (succeeded) this.#delivered.add(`${arrival.eventId} ${arrival.receiver}`);
  }

  /** About as many deliveries have not succeeded yet: the senders know of some events later than the receivers. */
  backlog(receivers: number): number {
    return this.acknowledged.size * receivers - this.#delivered.size;
  }

  refuse(status: number): void {
    this.refusals.set(status, (this.refusals.get(status) ?? 0) + 1);
  }
}

/** One request to a receiver. Times are in ms of `performance.now()`. */
export interface Arrival {
  /** The position of the receiver. */
  receiver: number;
  eventId: string;
  deliveryId: string;
  /** The sender's idempotency key, from the body. */
  key: string;
  at: number;
  /** When the response had left or the connection had closed; Infinity until then. */
  endedAt: number;
  /** A response of 200 left completely. */
  succeeded: boolean;
  /** Requests in progress at the receiver, with this one. */
  concurrent: number;
}

export type FaultKind =
  | "kill"
  | "restart"
  | "freeze"
  | "cut_senders"
  | "delay_senders"
  | "cut_receivers"
  | "receiver_down"
  | "lock_database"
  | "fill_disk"
  | "terminate_connections"
  /** Of the processes that serve connections. */
  | "freeze_database"
  | "restart_database"
  /** Its main process ends without a checkpoint. */
  | "kill_database"
  /** The process of a connection, after which the database ends all others and recovers. */
  | "kill_backend"
  | "cut_database"
  | "delay_database"
  | "step_clock"
  /** Of the process with the receivers: not planned. */
  | "stall";

export interface Fault {
  kind: FaultKind;
  startedAt: number;
  /** Infinity until it is over. */
  endedAt: number;
}
