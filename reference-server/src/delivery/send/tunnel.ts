import type { Deps } from "../../deps.js";
import type { Millis } from "../../domain/domain.js";
import type { EnvironmentCache } from "../../environments/environment-cache.js";
import { failed, type SendResult, type SignedRequest, type Transport } from "./transport.js";

/** A tunnel: the temporary destination, and the key of the client that receives for it. */
export interface Tunnel {
  environmentId: number;
  destinationId: string;
  keyId: string;
}

type TunnelPlace = Pick<Tunnel, "environmentId" | "destinationId">;

/** The client's end, held open by http/tunnel.ts. */
export interface TunnelConnection {
  /** Within the destination's timeout; a connection that breaks is the result `connection_reset`. */
  exchange(request: SignedRequest): Promise<SendResult>;
  /** Ends the connection for a reason that coming back does not fix. */
  close(reason: TunnelEnd): void;
}

/** The same tunnel was resumed elsewhere; its destination was deleted; its key was revoked. */
export type TunnelEnd = "replaced" | "destination_deleted" | "key_revoked";

export interface Tunnels {
  /** Delivers through the connection that is attached; without one a request is refused like one to a closed port. */
  transport: Transport;
  /** Notes that a tunnel has a client, or is about to: from now on it is not abandoned. */
  seen(tunnels: readonly Tunnel[]): Promise<void>;
  /** A connection that the tunnel had before is closed. The returned function detaches this one. */
  attach(tunnel: Tunnel, connection: TunnelConnection): () => void;
  /** Deletes the destination; deliveries that it has not received die with it. */
  end(tunnel: TunnelPlace): Promise<void>;
  /** Periodic maintenance: notes which tunnels are connected, closes those no longer valid, deletes abandoned ones. */
  reconcile(): Promise<void>;
}

/** How often within its grace period a connected tunnel is noted as seen. */
const NOTES_PER_GRACE = 4;

interface Attached {
  tunnel: Tunnel;
  connection: TunnelConnection;
}

export function createTunnels(deps: Deps, environments: EnvironmentCache): Tunnels {
  return new TunnelRegistry(deps, environments);
}

class TunnelRegistry implements Tunnels {
  readonly #deps: Deps;
  readonly #environments: EnvironmentCache;
  readonly #attached = new Map<string, Attached>();
  #notedAt: Millis = -Infinity;

  constructor(deps: Deps, environments: EnvironmentCache) {
    this.#deps = deps;
    this.#environments = environments;
  }

  readonly transport: Transport = async (request) => {
    const entry = this.#attached.get(request.destination.id);
    if (entry === undefined || !(await this.#isStillValid(entry))) return failed("connection_refused");
    return await entry.connection.exchange(request);
  };

  async seen(tunnels: readonly Tunnel[]): Promise<void> {
    const { store, clock } = this.#deps;
    await store.tunnels.seen(tunnels, clock.now());
  }

  attach(tunnel: Tunnel, connection: TunnelConnection): () => void {
    const { destinationId } = tunnel;
    this.#attached.get(destinationId)?.connection.close("replaced");
    const entry = { tunnel, connection };
    this.#attached.set(destinationId, entry);
    return () => {
      if (this.#attached.get(destinationId) === entry) this.#attached.delete(destinationId);
    };
  }

  async end({ environmentId, destinationId }: TunnelPlace): Promise<void> {
    const { store, clock } = this.#deps;
    await store.destinations.delete(environmentId, destinationId, { now: clock.now() });
    await store.tunnels.forget(destinationId);
  }

  async reconcile(): Promise<void> {
    const now = this.#deps.clock.now();
    if (now - this.#notedAt >= this.#deps.config.times.tunnelGraceMs / NOTES_PER_GRACE) {
      this.#notedAt = now;
      await this.seen([...this.#attached.values()].map(({ tunnel }) => tunnel));
    }
    for (const entry of [...this.#attached.values()]) await this.#isStillValid(entry);
    await this.#endAbandoned();
  }

  /** Closes a tunnel that is not valid. A revoked key is found out before anything more is delivered to it. */
  async #isStillValid({ tunnel, connection }: Attached): Promise<boolean> {
    const view = await this.#environments.get(tunnel.environmentId);
    const deleted = view.target(tunnel.destinationId) === undefined;
    if (!deleted && view.apiKeyIds.has(tunnel.keyId)) return true;
    connection.close(deleted ? "destination_deleted" : "key_revoked");
    return false;
  }

  async #endAbandoned(): Promise<void> {
    const { store, clock, config, log } = this.#deps;
    for (const tunnel of await store.tunnels.abandoned(clock.now() - config.times.tunnelGraceMs)) {
      if (this.#attached.has(tunnel.destinationId)) continue;
      log.info({ destination_id: tunnel.destinationId }, "abandoned tunnel's destination deleted");
      await this.end(tunnel);
    }
  }
}
