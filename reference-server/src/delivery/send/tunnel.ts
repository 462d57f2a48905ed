import { setImmediate as nextTurn } from "node:timers/promises";
import type { Deps } from "../../deps.js";
import type { AttemptResult, Millis } from "../../domain/domain.js";
import type { EnvironmentCache } from "../../environments/environment-cache.js";
import type { TunnelPlace, TunnelRequest } from "../../store/store.js";
import { failed, type Transport } from "./transport.js";

/** A tunnel: the temporary destination, and the key of the client that receives for it. */
export interface Tunnel extends TunnelPlace {
  keyId: string;
}

/** The client's end, held open by http/tunnel.ts. */
export interface TunnelConnection {
  /** Within the destination's timeout; a connection that breaks is the result `connection_reset`. */
  exchange(request: TunnelRequest): Promise<AttemptResult>;
  /** Ends the connection for a reason that coming back does not fix. */
  close(reason: TunnelEnd): void;
}

/** The same tunnel was resumed elsewhere; its destination was deleted; its key was revoked. */
export type TunnelEnd = "replaced" | "destination_deleted" | "key_revoked";

export interface Tunnels {
  /**
   * Delivers through the connection that is attached, here or to another process; without one a request is refused like one to a closed
   * port.
   */
  transport: Transport;
  /** Notes that a tunnel has a client, or is about to: from now on it is not abandoned. */
  seen(tunnels: readonly Tunnel[]): Promise<void>;
  /** Notes that the client connects to this process. A connection that the tunnel has to another one is closed. */
  hold(tunnel: TunnelPlace): Promise<void>;
  /** A connection that the tunnel had before is closed. The returned function detaches this one. */
  attach(tunnel: Tunnel, connection: TunnelConnection): () => void;
  /** Deletes the destination once what its client has received is recorded; other deliveries die with it. */
  goodbye(tunnel: TunnelPlace): Promise<void>;
  /** Periodic maintenance: notes which tunnels are connected, closes those no longer valid, deletes abandoned ones. */
  start(): void;
  stop(): Promise<void>;
}

interface TunnelParts {
  environments: EnvironmentCache;
  /** Resolves when every attempt that has ended is recorded. */
  recorded: () => Promise<void>;
}

const INTERVAL_MS = 1000;

/** How often within its grace period a connected tunnel is noted as seen. */
const NOTES_PER_GRACE = 4;
/** Notes that may fail before the store counts as having been away. */
const MISSED_NOTES = 1;

interface Attached {
  tunnel: Tunnel;
  connection: TunnelConnection;
}

export function createTunnels(deps: Deps, parts: TunnelParts): Tunnels {
  return new TunnelRegistry(deps, parts);
}

class TunnelRegistry implements Tunnels {
  readonly #deps: Deps;
  readonly #parts: TunnelParts;
  readonly #attached = new Map<string, Attached>();
  /** Of elapsed time, as below. */
  #notedAt: Millis = -Infinity;
  /** Since when the store has taken every note, or nearly. While it was away, no client could come back. */
  #inTouchSince: Millis = Infinity;
  #cancel: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(deps: Deps, parts: TunnelParts) {
    this.#deps = deps;
    this.#parts = parts;
    deps.store.peers?.tunnels.serve({
      exchange: (request) => this.#exchange(request),
      check: (destinationId) => {
        this.#closeTakenOver([destinationId]).catch((error: unknown) => {
          deps.logFault(error, "checking who holds a tunnel failed; retrying");
        });
      },
    });
  }

  readonly transport: Transport = async ({ destination, fixedHeaders, headers, body, sentAt }) => {
    const request = {
      destinationId: destination.id,
      headers: [...fixedHeaders, ...headers],
      body,
      sentAt,
      timeoutMs: destination.timeout_seconds * 1000,
    };
    const { peers } = this.#deps.store;
    if (peers === null || this.#attached.has(destination.id)) return await this.#exchange(request);
    const { result, done } = await peers.tunnels.exchange(request);
    void this.#whenRecorded().then(done);
    return typeof result === "string" ? failed(result) : result;
  };

  async #exchange(request: TunnelRequest): Promise<AttemptResult> {
    const entry = this.#attached.get(request.destinationId);
    if (entry === undefined || !(await this.#isStillValid(entry))) return failed("connection_refused");
    return await entry.connection.exchange(request);
  }

  /** A turn after an attempt has its result, it is among those that are to be recorded. */
  async #whenRecorded(): Promise<void> {
    await nextTurn();
    await this.#parts.recorded();
  }

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

  async hold({ destinationId }: TunnelPlace): Promise<void> {
    await this.#deps.store.peers?.tunnels.hold(destinationId);
  }

  /** Not before the client's responses are recorded; otherwise their deliveries would become dead with the destination. */
  async goodbye(tunnel: TunnelPlace): Promise<void> {
    await Promise.all([this.#whenRecorded(), this.#deps.store.peers?.tunnels.recorded(tunnel.destinationId)]);
    await this.#end(tunnel);
  }

  async #end({ environmentId, destinationId }: TunnelPlace): Promise<void> {
    const { store, clock } = this.#deps;
    await store.destinations.delete(environmentId, destinationId, { now: clock.now() });
    await store.tunnels.forget(destinationId);
  }

  start(): void {
    this.#cancel = this.#deps.clock.after(INTERVAL_MS, () => {
      this.#running = this.#reconcile()
        .catch((error: unknown) => {
          this.#deps.log.error({ err: error }, "maintenance of tunnels failed; retrying");
        })
        .finally(() => {
          if (!this.#stopped) this.start();
        });
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running;
  }

  async #reconcile(): Promise<void> {
    for (const entry of [...this.#attached.values()]) await this.#isStillValid(entry);
    await this.#closeTakenOver([...this.#attached.keys()]);
    await this.#note();
    await this.#endAbandoned();
  }

  async #note(): Promise<void> {
    const { store, clock, config } = this.#deps;
    const everyMs = config.times.tunnelGraceMs / NOTES_PER_GRACE;
    if (clock.elapsed() - this.#notedAt < everyMs) return;
    await store.ping();
    await this.seen([...this.#attached.values()].map(({ tunnel }) => tunnel));
    const now = clock.elapsed();
    if (now - this.#notedAt > (1 + MISSED_NOTES) * everyMs) this.#inTouchSince = now;
    this.#notedAt = now;
  }

  async #closeTakenOver(destinationIds: readonly string[]): Promise<void> {
    const ours = destinationIds.filter((id) => this.#attached.has(id));
    for (const id of (await this.#deps.store.peers?.tunnels.takenOver(ours)) ?? [])
      this.#attached.get(id)?.connection.close("replaced");
  }

  /** Closes a tunnel that is not valid. A revoked key is found out before anything more is delivered to it. */
  async #isStillValid({ tunnel, connection }: Attached): Promise<boolean> {
    const view = await this.#parts.environments.get(tunnel.environmentId);
    const deleted = view.target(tunnel.destinationId) === undefined;
    if (!deleted && view.apiKeyIds.has(tunnel.keyId)) return true;
    connection.close(deleted ? "destination_deleted" : "key_revoked");
    return false;
  }

  async #endAbandoned(): Promise<void> {
    const { store, clock, config, log } = this.#deps;
    const graceMs = config.times.tunnelGraceMs;
    if (clock.elapsed() - this.#inTouchSince < graceMs) return;
    for (const tunnel of await store.tunnels.abandoned({ now: clock.now(), graceMs })) {
      if (this.#attached.has(tunnel.destinationId)) continue;
      if (await store.tunnels.end(tunnel, { now: clock.now(), graceMs }))
        log.info({ destination_id: tunnel.destinationId }, "abandoned tunnel's destination deleted");
    }
  }
}
