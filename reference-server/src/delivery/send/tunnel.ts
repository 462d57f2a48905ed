import type { Deps } from "../../deps.js";
import type { Millis } from "../../domain/domain.js";
import type { Changes } from "../../environments/change-feed.js";
import type { Routes } from "../../environments/environment-cache.js";
import { failed, type SendResult, type SignedRequest, type Transport } from "./transport.js";

/** A tunnel: the temporary destination, and the key of the client that receives for it. */
export interface Tunnel {
  environmentId: number;
  destinationId: string;
  keyId: string;
}

/** The client's end, held open by http/tunnel.ts. */
export interface TunnelConnection {
  /** Within the destination's timeout; a connection that breaks is the result `connection_reset`. */
  exchange(request: SignedRequest): Promise<SendResult>;
  /** Ends the connection for a reason that coming back does not mend. */
  close(reason: TunnelEnd): void;
}

/** The same tunnel was resumed elsewhere; its destination was deleted; its key was revoked. */
export type TunnelEnd = "replaced" | "destination_deleted" | "key_revoked";

export interface Tunnels {
  /** Delivers through the connection that is attached; without one a request is refused like one to a closed port. */
  transport: Transport;
  /** Notes that a tunnel has a client, or is about to: from now on it is not abandoned. */
  seen(tunnels: readonly Tunnel[]): Promise<void>;
  /** A connection that the tunnel had before is closed. The answered function detaches this one. */
  attach(tunnel: Tunnel, connection: TunnelConnection): () => void;
  /** Deletes the destination; what it had not yet delivered dies with it. */
  end(tunnel: Pick<Tunnel, "environmentId" | "destinationId">): Promise<void>;
  /** What time brings about: notes who is connected, closes what may not go on, deletes what nobody came back for. */
  tend(): Promise<void>;
}

/** How often within its grace a tunnel that is connected is noted as seen. */
const NOTES_PER_GRACE = 4;

interface Attached {
  tunnel: Tunnel;
  connection: TunnelConnection;
}

export function createTunnels(
  { store, clock, config, log }: Deps,
  { routes, changes }: { routes: Routes; changes: Changes },
): Tunnels {
  const graceMs = config.times.tunnelGraceMs;
  const attached = new Map<string, Attached>();
  let notedAt: Millis = -Infinity;

  async function seen(tunnels: readonly Tunnel[]): Promise<void> {
    await store.tunnels.seen(tunnels, clock.now());
  }

  async function end({
    environmentId,
    destinationId,
  }: Pick<Tunnel, "environmentId" | "destinationId">): Promise<void> {
    await store.destinations.delete(environmentId, destinationId, { now: clock.now(), onDied: changes.emit });
    routes.drop(environmentId);
    await store.tunnels.forget(destinationId);
  }

  /** False for one that may not go on, and closes it. A revoked key's is found out before anything more is delivered to it. */
  async function mayGoOn({ tunnel, connection }: Attached): Promise<boolean> {
    const routed = await routes.get(tunnel.environmentId);
    const deleted = routed.target(tunnel.destinationId) === undefined;
    if (!deleted && routed.apiKeyIds.has(tunnel.keyId)) return true;
    connection.close(deleted ? "destination_deleted" : "key_revoked");
    return false;
  }

  /** The dispatcher has brought the routes to the version of its claim by now. */
  async function transport(request: SignedRequest): Promise<SendResult> {
    const entry = attached.get(request.destination.id);
    if (entry === undefined || !(await mayGoOn(entry))) return failed("connection_refused");
    return await entry.connection.exchange(request);
  }

  async function endAbandoned(): Promise<void> {
    for (const tunnel of await store.tunnels.abandoned(clock.now() - graceMs)) {
      if (attached.has(tunnel.destinationId)) continue;
      log.info({ destination_id: tunnel.destinationId }, "an abandoned tunnel's destination is deleted");
      await end(tunnel);
    }
  }

  return {
    transport,
    seen,
    attach(tunnel, connection) {
      attached.get(tunnel.destinationId)?.connection.close("replaced");
      const entry = { tunnel, connection };
      attached.set(tunnel.destinationId, entry);
      return () => {
        if (attached.get(tunnel.destinationId) === entry) attached.delete(tunnel.destinationId);
      };
    },
    end,
    async tend() {
      const now = clock.now();
      if (now - notedAt >= graceMs / NOTES_PER_GRACE) {
        notedAt = now;
        await seen([...attached.values()].map(({ tunnel }) => tunnel));
      }
      for (const entry of [...attached.values()]) await mayGoOn(entry);
      await endAbandoned();
    },
  };
}
