import type { AttemptError, AttemptResult, Delivery, Millis } from "../domain/domain.js";
import type { Visible } from "./scope.js";

/** Shared by the server processes on one database while they run. It does not survive a crash of the database. */
export interface Peers {
  /** Registers this process among the others, until the store is closed. */
  join(): Promise<void>;
  readonly tunnels: SharedTunnels;
  readonly changes: ChangeLogs;
  readonly buckets: SharedBuckets;
}

/** The tunnels of all processes: a delivery reaches a client that is connected to another process than the one that delivers. */
export interface SharedTunnels {
  /** How this process handles what others send to the tunnels that it holds. Called once. */
  serve(held: HeldTunnels): void;
  /** From now on the others send the tunnel's requests to this process. */
  hold(destinationId: string): Promise<void>;
  /** Of these tunnels, those that another process has taken over. */
  takenOver(destinationIds: readonly string[]): Promise<string[]>;
  /** Sends a request to the process that holds the tunnel: `connection_refused` if no other does, `connection_reset` if it dies. */
  exchange(request: TunnelRequest): Promise<Handed>;
  /** Resolves when the results of all requests that others have sent to the tunnel are recorded. */
  recorded(destinationId: string): Promise<void>;
}

export interface HeldTunnels {
  exchange(request: TunnelRequest): Promise<AttemptResult>;
  /** Another process may hold the tunnel now. */
  check(destinationId: string): void;
}

/** A signed request on its way through a tunnel. */
export interface TunnelRequest {
  destinationId: string;
  /** Name, value, name, value. */
  headers: readonly string[];
  body: Buffer;
  /** Wall time. */
  sentAt: Millis;
  timeoutMs: Millis;
}

export interface Handed {
  result: AttemptResult | AttemptError;
  /** The sender has recorded the result: the holder may delete the destination. */
  done(): void;
}

/**
 * The changes of deliveries, from all processes, for the streams. There is a log for each environment or tenant with an open stream, and
 * for some time after it was closed.
 */
export interface ChangeLogs {
  /** There is a log. */
  readonly any: boolean;
  find(scope: Visible): ChangeLog | undefined;
  /** Finds or creates the log, and resolves when all processes write to it. `changed` is called when it has more to read, or is gone. */
  open(scope: Visible, changed: () => void): Promise<OpenLog>;
}

export interface ChangeLog {
  /** Adds the delivery as it is after a change, if it belongs to the log. */
  add(delivery: Delivery, belongs: true | Promise<boolean>): void;
}

export interface OpenLog {
  id: string;
  /** The number of the next change. */
  next: number;
  /** The first changes after this number; null when the log is gone. */
  read(after: number, limit: number): Promise<LogPage | null>;
  close(): void;
}

export interface LogPage {
  changes: { n: number; delivery: Delivery }[];
  /** As they were when the page was read. */
  next: number;
  /** Changes with a smaller number are deleted. */
  keptFrom: number;
}

/** The token buckets of the API's rate limits, over all processes. */
export interface SharedBuckets {
  /** Other processes run: what this one spends concerns them. */
  readonly hasOthers: boolean;
  /** Takes from the buckets, into debt if need be, and resolves with the ms until each is full. */
  spend(spendings: readonly Spending[]): Promise<number[]>;
}

export interface Spending {
  name: string;
  /** How long the bucket takes to refill what is taken. */
  ms: Millis;
}
