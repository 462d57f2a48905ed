import type { Deps } from "../deps.js";
import { fixedHeaders, type FixedHeaders } from "../domain/attempt-headers.js";
import type { Destination, Millis, SigningKey } from "../domain/domain.js";
import { compileErasures, type ErasableDelivery } from "../domain/erasure.js";
import { FilterBudgetError } from "../domain/filter-work.js";
import { compileRoute, type OnFilterError, type Route } from "../domain/route-event.js";
import { placeOf } from "../seal.js";
import type { EnvironmentSnapshot, EventTypeRule } from "../store/store.js";
import { VERSION } from "../version.js";
import { type DeliverySigner, type SignDelivery, signerAt } from "./delivery-signer.js";

/** A snapshot with its patterns, filters and secrets ready for use. */
export interface EnvironmentView {
  snapshot: EnvironmentSnapshot;
  route: Route;
  apiKeyIds: ReadonlySet<string>;
  /** Undefined when the catalogue does not have the type. */
  eventType(type: string): EventTypeRule | undefined;
  /** Undefined when it is deleted. */
  destination(id: string): Destination | undefined;
  /** Whether the event of a delivery that was leased earlier is erased by now. */
  isErased(delivery: ErasableDelivery): boolean;
  /** Data needed to send to a destination; undefined when the destination is deleted. */
  target(destinationId: string): Target | undefined;
}

export interface Target extends FixedHeaders {
  destination: Destination;
  /** Signs with the keys that are valid at this environment time. */
  signer(now: Millis): SignDelivery;
}

/** The current view of each environment. The store's notices drop what is out of date; versions cover what they miss. */
export class EnvironmentCache {
  readonly #deps: Deps;
  readonly #views = new Map<number, Promise<EnvironmentView>>();
  /** Those of `#views` that have loaded. */
  readonly #loaded = new Map<number, EnvironmentView>();

  constructor(deps: Deps) {
    this.#deps = deps;
    deps.store.subscribe((notice) => {
      if (notice.kind === "environment_changed") this.#drop(notice.environmentId);
    });
  }

  /** The cached view; loaded when missing or older than `version`. */
  async get(environmentId: number, version = 0): Promise<EnvironmentView> {
    const view = await (this.#views.get(environmentId) ?? this.#load(environmentId));
    return view.snapshot.version >= version ? view : await this.#load(environmentId);
  }

  /** The cached view; undefined while none of that version or later is loaded. */
  peek(environmentId: number, version = 0): EnvironmentView | undefined {
    const view = this.#loaded.get(environmentId);
    return view !== undefined && view.snapshot.version >= version ? view : undefined;
  }

  #drop(environmentId: number): void {
    this.#views.delete(environmentId);
    this.#loaded.delete(environmentId);
  }

  #load(environmentId: number): Promise<EnvironmentView> {
    const loading = this.#deps.store.snapshot(environmentId).then((snapshot) => toView(snapshot, this.#deps));
    this.#loaded.delete(environmentId);
    this.#views.set(environmentId, loading);
    const isCurrent = () => this.#views.get(environmentId) === loading;
    loading.then(
      (view) => isCurrent() && this.#loaded.set(environmentId, view),
      () => isCurrent() && this.#drop(environmentId),
    );
    return loading;
  }
}

function toView(snapshot: EnvironmentSnapshot, deps: Deps): EnvironmentView {
  const destinations = new Map(snapshot.destinations.map((destination) => [destination.id, destination]));
  const keys = keysByDestination(snapshot.signingKeys);
  const targets = new Map<string, Target>();
  const eventTypes = new Map(snapshot.eventTypes.map((rule) => [rule.type, rule]));
  const isInternal = (type: string) => eventTypes.get(type)?.visibility === "internal";
  return {
    snapshot,
    route: compileRoute(snapshot.subscriptions, { onFilterError: logFilterError(deps), isInternal }),
    apiKeyIds: new Set(snapshot.apiKeyIds),
    eventType: (type) => eventTypes.get(type),
    destination: (id) => destinations.get(id),
    isErased: compileErasures(snapshot.erasures),
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

function keysByDestination(keys: readonly SigningKey[]): Map<string, SigningKey[]> {
  const groups = new Map<string, SigningKey[]>();
  for (const key of keys) groups.set(key.destination_id, [...(groups.get(key.destination_id) ?? []), key]);
  return groups;
}

function logFilterError({ log }: Deps): OnFilterError {
  return ({ destinationId, pattern, error }) => {
    log.warn(
      { err: error, destination_id: destinationId, event_type: pattern },
      error instanceof FilterBudgetError
        ? "filter budget of an event exceeded; this and the remaining filtered subscriptions do not match"
        : "filter failed; the subscription does not match",
    );
  };
}

function toTarget(destination: Destination, keys: readonly SigningKey[], { sealer }: Deps): Target {
  const open = keys.map(({ id, secret, expires_at }) => ({
    key: sealer.open(secret, placeOf("signing_key", id)),
    expiresAt: expires_at,
  }));
  let cached: DeliverySigner | null = null;
  return {
    destination,
    ...fixedHeaders(customHeaders(destination, sealer), `Harbor/${VERSION}`),
    signer(now) {
      if (cached === null || now >= cached.validUntil) cached = signerAt(destination, open, now);
      return cached.sign;
    },
  };
}

/** Custom headers of these names may be older than their refusal. */
const STANDARD_HEADER = /^webhook[-_]/i;
const TRACESTATE = /^tracestate$/i;

const signsStandard = ({ signature, old_signature }: Destination): boolean =>
  signature !== "harbor" || (old_signature ?? "harbor") !== "harbor";

function customHeaders(destination: Destination, sealer: Deps["sealer"]): string[] {
  if (destination.headers === null) return [];
  const text = sealer.open(destination.headers, placeOf("destination_headers", destination.id));
  const headers = Object.entries(JSON.parse(text) as Record<string, string>);
  const isFree = ([name]: [string, string]) =>
    !(STANDARD_HEADER.test(name) && signsStandard(destination)) &&
    !(TRACESTATE.test(name) && destination.tenant === null);
  return headers.filter(isFree).flat();
}
