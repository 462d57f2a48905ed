import { createSigner, type Signer } from "@harbor/signing";
import type { Deps } from "../deps.js";
import type { Destination, Millis, SigningKey } from "../domain/domain.js";
import { placeOf } from "../seal.js";
import type { EnvironmentSnapshot } from "../store/store.js";
import { compileRoute, type OnFilterError, type Route } from "../domain/route-event.js";

/** A snapshot with its patterns, filters and secrets made ready. */
export interface Routed {
  snapshot: EnvironmentSnapshot;
  route: Route;
  apiKeyIds: ReadonlySet<string>;
  /** What sending to a destination needs; undefined when it has been deleted. */
  target(destinationId: string): Target | undefined;
}

export interface Target {
  destination: Destination;
  /** Custom headers as name, value, name, value. */
  headers: readonly string[];
  /** The signer of the keys that are valid at this environment time. */
  signer(now: Millis): Signer;
}

export interface Routes {
  /** The cached snapshot; loaded when there is none, or when it is older than `version`. */
  get(environmentId: number, version?: number): Promise<Routed>;
  /** Forget it: the next `get` loads it afresh. */
  drop(environmentId: number): void;
}

export function createRoutes(deps: Deps, onFilterError: OnFilterError): Routes {
  const cache = new Map<number, Promise<Routed>>();

  function load(environmentId: number): Promise<Routed> {
    const loading = deps.store
      .snapshot(environmentId)
      .then((snapshot) => prepare(snapshot, deps, onFilterError));
    cache.set(environmentId, loading);
    loading.catch(() => {
      if (cache.get(environmentId) === loading) cache.delete(environmentId);
    });
    return loading;
  }

  return {
    async get(environmentId, version) {
      const routed = await (cache.get(environmentId) ?? load(environmentId));
      if (version === undefined || routed.snapshot.version >= version) return routed;
      return await load(environmentId);
    },
    drop: (environmentId) => void cache.delete(environmentId),
  };
}

function prepare(snapshot: EnvironmentSnapshot, deps: Deps, onFilterError: OnFilterError): Routed {
  const destinations = new Map(snapshot.destinations.map((destination) => [destination.id, destination]));
  const keys = groupKeys(snapshot.signingKeys);
  const targets = new Map<string, Target>();
  return {
    snapshot,
    route: compileRoute(snapshot.subscriptions, onFilterError),
    apiKeyIds: new Set(snapshot.apiKeyIds),
    target(id) {
      const known = targets.get(id);
      const destination = destinations.get(id);
      if (known !== undefined || destination === undefined) return known;
      const target = toTarget(destination, keys.get(id) ?? [], deps);
      targets.set(id, target);
      return target;
    },
  };
}

function groupKeys(keys: readonly SigningKey[]): Map<string, SigningKey[]> {
  const groups = new Map<string, SigningKey[]>();
  for (const key of keys) groups.set(key.destination_id, [...(groups.get(key.destination_id) ?? []), key]);
  return groups;
}

function toTarget(destination: Destination, keys: readonly SigningKey[], { sealer }: Deps): Target {
  const secrets = keys.map((key) => ({
    ...key,
    plain: sealer.open(key.secret, placeOf("signing_key", key.id)),
  }));
  let signer: { made: Signer; validUntil: Millis } | null = null;
  return {
    destination,
    headers: openHeaders(destination, sealer),
    signer(now) {
      if (signer !== null && now < signer.validUntil) return signer.made;
      const valid = secrets.filter((key) => key.expires_at === null || key.expires_at > now);
      const validUntil = Math.min(...valid.map((key) => key.expires_at ?? Infinity));
      signer = { made: createSigner(valid.map((key) => key.plain)), validUntil };
      return signer.made;
    },
  };
}

function openHeaders(destination: Destination, sealer: Deps["sealer"]): string[] {
  if (destination.headers === null) return [];
  const text = sealer.open(destination.headers, placeOf("destination_headers", destination.id));
  return Object.entries(JSON.parse(text) as Record<string, string>).flat();
}
