import type { Millis } from "../domain/domain.js";

export interface TunnelPlace {
  environmentId: number;
  destinationId: string;
}

export interface TunnelGrace {
  /** Wall time. A store that several processes share goes by the clock of its database instead. */
  now: Millis;
  graceMs: Millis;
}

/**
 * When each tunnel's client was last seen. A tunnel is abandoned when that is longer ago than the grace, unless it is held by another
 * process that runs, which then decides.
 */
export interface TunnelStore {
  /** Called before the destination itself is created, so that a failure leaves no destination behind. */
  seen(tunnels: readonly TunnelPlace[], now: Millis): Promise<void>;
  /** Seen the longest ago first. */
  abandoned(grace: TunnelGrace): Promise<TunnelPlace[]>;
  /** Deletes the destination of a tunnel that is still abandoned; false if it is not, or has no destination. */
  end(tunnel: TunnelPlace, grace: TunnelGrace): Promise<boolean>;
  forget(destinationId: string): Promise<void>;
}
