import type { AttemptError, AttemptResult, Millis } from "../domain/domain.js";

/** Shared by the server processes on one database while they run. It does not survive a crash of the database. */
export interface Peers {
  /** Registers this process among the others, until the store is closed. */
  join(): Promise<void>;
  readonly tunnels: SharedTunnels;
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
