import { expect } from "vitest";
import {
  DEFAULT_RETRY_POLICY,
  newDestination,
  type Attempt,
  type Delivery,
  type Destination,
  type DeliveryWithAttempts,
  type Millis,
  type RetryPolicy,
  type Environment,
  type SigningKey,
  type Subscription,
} from "../../domain/domain.js";
import { UNSHARED } from "../../domain/slot-shares.js";
import { createIds } from "../../ids.js";
import type {
  ClaimOptions,
  ClaimResult,
  CommitOptions,
  CommitResult,
  Decision,
  DestinationPatch,
  LeasedDelivery,
  NewEvent,
  NewSubscription,
  Idempotent,
  IdempotentRequest,
  StoredResponse,
  Settlement,
  SettleResult,
  Store,
  SweepOptions,
  SweepResult,
} from "../store.js";
import { changedBy, type EventFields, type Held, created, done, must } from "./values.js";

/** The arguments of `storeConformance`, from a store's own test file. */
export interface StoreUnderTest {
  name: string;
  /** An empty, migrated store. */
  open: () => Promise<OpenStore>;
}

export interface OpenStore {
  store: Store;
  /** Closes the store and opens it again on the same data. */
  reopen: () => Promise<Store>;
  cleanup: () => Promise<void>;
}

/** The arguments of a group of rules: a world for each test, and the same data after a restart. */
export interface Fixture {
  world: () => World;
  reopen: () => Promise<void>;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const RETENTION = 30 * DAY;
const LEASE_SLACK = 30 * SECOND;
export const PROBE_INTERVAL = MINUTE;
export const HOLD = HOUR;

/** One project on one store, a wall clock that only the test moves, and the calls of the port with what they mostly need. */
export class World {
  /** A whole minute, so that roll-ups by minute begin with it. */
  now: Millis = Date.UTC(2026, 0, 1);
  readonly newId = createIds(() => this.now);

  private constructor(
    public store: Store,
    readonly live: Environment,
    readonly test: Environment,
  ) {}

  static async create(store: Store): Promise<World> {
    const { live, test } = await store.projects.ensure("proj_default", "default", Date.UTC(2026, 0, 1));
    return new World(store, live, test);
  }

  pass(ms: Millis): void {
    this.now += ms;
  }

  // --- configuration

  destinationInput(environment: Environment = this.test, fields: Partial<Destination> = {}): Destination {
    const id = this.newId("dest");
    return {
      ...newDestination({
        id,
        environmentId: environment.id,
        url: "http://receiver.example/hook",
        now: this.now,
      }),
      ...fields,
    };
  }

  signingKey(destinationId: string, secret = "sealed secret"): SigningKey {
    return {
      id: this.newId("skey"),
      destination_id: destinationId,
      secret: Buffer.from(secret),
      created_at: this.now,
      expires_at: null,
    };
  }

  async destination(
    fields: Partial<Omit<Destination, "retry_policy">> & { retry_policy?: Partial<RetryPolicy> } = {},
    environment: Environment = this.test,
  ): Promise<Destination> {
    const retry_policy = { ...DEFAULT_RETRY_POLICY, ...fields.retry_policy };
    const destination = this.destinationInput(environment, { ...fields, retry_policy });
    const signingKey = this.signingKey(destination.id);
    return done(await this.store.destinations.create({ destination, signingKey, limit: 10_000 }));
  }

  /** Deletes it and returns the deliveries that died. */
  async remove(to: Destination): Promise<Delivery[]> {
    return await changedBy(this.store, async () => {
      const deleted = await this.store.destinations.delete(to.environment_id, to.id, { now: this.now });
      if (deleted === null) throw new Error(`Destination ${to.id} is missing.`);
    });
  }

  subscriptionInput(to: Destination, fields: Partial<NewSubscription> = {}): NewSubscription {
    return {
      id: this.newId("sub"),
      environment_id: to.environment_id,
      destination_id: to.id,
      event_type: "**",
      filter: null,
      status: "active",
      created_at: this.now,
      updated_at: this.now,
      ...fields,
    };
  }

  async subscription(to: Destination, fields: Partial<NewSubscription> = {}): Promise<Subscription> {
    return done(await this.store.subscriptions.create(this.subscriptionInput(to, fields)));
  }

  async update(to: Destination, patch: DestinationPatch): Promise<Destination> {
    const input = { environmentId: to.environment_id, id: to.id, patch, now: this.now };
    return done(await this.store.destinations.update(input)).destination;
  }

  async pause(to: Destination): Promise<void> {
    await this.update(to, { status: "paused", paused_reason: "manual" });
  }

  async resume(to: Destination): Promise<void> {
    await this.update(to, { status: "active" });
  }

  async versionOf(environment: Environment): Promise<number> {
    return (await this.store.snapshot(environment.id)).version;
  }

  /** Environment time. */
  async timeIn(environment: Environment): Promise<Millis> {
    return this.now + (await this.store.snapshot(environment.id)).clockOffsetMs;
  }

  request<T>(key: string, fields: Partial<IdempotentRequest<T>> = {}): IdempotentRequest<T> {
    return {
      key,
      fingerprint: Buffer.from("fingerprint"),
      now: this.now,
      expiresAt: this.now + DAY,
      responseTo: (result) => Buffer.from(JSON.stringify(result)),
      ...fields,
    };
  }

  // --- the pipeline

  async newEvent(to: Destination[], fields: EventFields = {}): Promise<NewEvent> {
    return must((await this.newEvents(to, 1, fields))[0]);
  }

  async newEvents(
    to: Destination[],
    count: number,
    { environment = this.test, tenant = null, key = null, trace = null, ...fields }: EventFields = {},
  ): Promise<NewEvent[]> {
    const { type = "order.created", body = '{"a":1.0}' } = fields;
    const { version, clockOffsetMs } = await this.store.snapshot(environment.id);
    const created_at = this.now + clockOffsetMs;
    return Array.from({ length: count }, () => ({
      event: {
        id: this.newId("evt"),
        environment_id: environment.id,
        tenant,
        type,
        body: Buffer.from(body),
        ...{ idempotency_key: key, ordering_key: fields.ordering ?? null },
        occurred_at: null,
        created_at,
        erased_at: null,
      },
      trace,
      idempotencyExpiresAt: key === null ? null : created_at + DAY,
      deliveries: to.map((destination) => ({
        id: this.newId("del"),
        destination_id: destination.id,
        handOff: false,
      })),
      version,
    }));
  }

  /** `handOff`: how many of the deliveries the caller has a slot for, in their order. */
  async commit(
    batch: NewEvent[],
    { handOff = 0, ...options }: Partial<CommitOptions> & { handOff?: number } = {},
  ): Promise<CommitResult[]> {
    let slots = handOff;
    const withSlots = batch.map((item) => ({
      ...item,
      deliveries: item.deliveries.map((delivery) => ({ ...delivery, handOff: slots-- > 0 })),
    }));
    const terms = { now: this.now, leaseSlackMs: LEASE_SLACK, ...options };
    return done(await this.store.commit(withSlots, terms));
  }

  /** A batch as one idempotent request. */
  commitRequest(batch: NewEvent[], key: string): Promise<Idempotent<CommitResult[]> | "stale"> {
    const terms = { now: this.now, leaseSlackMs: LEASE_SLACK };
    return this.store.commit(batch, terms, this.request(key));
  }

  /** The stored response of the requests that `request` creates for this key. */
  findResponse(environment: Environment, key: string, now = this.now): Promise<StoredResponse | null> {
    return this.store.findResponse(environment.id, this.request(key, { now }));
  }

  /** Commits one event and returns its deliveries. */
  async send(to: Destination[], fields: EventFields = {}): Promise<Delivery[]> {
    const [first] = to;
    const environment =
      fields.environment ?? (first?.environment_id === this.live.id ? this.live : this.test);
    const [result] = await this.commit([await this.newEvent(to, { ...fields, environment })]);
    return created(result).deliveries.map(({ delivery }) => delivery);
  }

  /** One event for one destination. */
  async sendOne(to: Destination, fields: EventFields = {}): Promise<Delivery> {
    return must((await this.send([to], fields))[0]);
  }

  claim(options: Partial<ClaimOptions> = {}): Promise<ClaimResult> {
    return this.store.claim({
      now: this.now,
      limit: 1000,
      shares: UNSHARED,
      leaseSlackMs: LEASE_SLACK,
      probeIntervalMs: PROBE_INTERVAL,
      holdMs: HOLD,
      ...options,
    });
  }

  upcoming(environment: Environment): ReturnType<Store["upcoming"]> {
    const times = { now: this.now, probeIntervalMs: PROBE_INTERVAL, holdMs: HOLD };
    return this.store.upcoming(environment.id, times);
  }

  /** Deliveries in flight, whenever they fell due. */
  async inFlight(environment: Environment): Promise<number> {
    const times = { now: Infinity, probeIntervalMs: PROBE_INTERVAL, holdMs: HOLD };
    return (await this.store.upcoming(environment.id, times)).inFlight;
  }

  /** Claims what is due and expects it to be this delivery alone. */
  async claimOnly(id: string): Promise<LeasedDelivery> {
    const { deliveries } = await this.claim();
    expect(deliveries.map((delivery) => delivery.id)).toEqual([id]);
    return must(deliveries[0]);
  }

  attempt(held: Held, fields: Partial<Attempt> = {}): Attempt {
    return {
      number: held.attempt_number ?? 0,
      trigger: held.trigger ?? "schedule",
      started_at: this.now,
      latency_ms: 12,
      request_headers: "User-Agent: Harbor/1.0.0",
      response_code: 200,
      response_headers: "Content-Length: 2",
      response_body: "ok",
      error: null,
      outcome: "succeeded",
      ...fields,
    };
  }

  settlement(held: Held, decision: Decision, attempt: Partial<Attempt> | null = {}): Settlement {
    return {
      id: held.id,
      environment_id: held.environment_id,
      destination_id: held.destination_id,
      leaseToken: held.lease.token,
      attempt: attempt === null ? null : this.attempt(held, attempt),
      retry_count: held.retry_count ?? 0,
      decision,
    };
  }

  settle(...batch: Settlement[]): Promise<SettleResult> {
    return this.store.settle(batch, this.now);
  }

  succeed(...held: Held[]): Promise<SettleResult> {
    return this.settle(...held.map((one) => this.settlement(one, { status: "succeeded" })));
  }

  /** A 503 each, to be tried again at `dueAt` (environment time). */
  fail(held: Held[], dueAt: Millis): Promise<SettleResult> {
    const response = { outcome: "failed", response_code: 503, response_body: "down" } as const;
    return this.settle(
      ...held.map((one) => this.settlement(one, { status: "retrying", due_at: dueAt }, response)),
    );
  }

  /** A 422 each: dead. */
  reject(...held: Held[]): Promise<SettleResult> {
    const response = { outcome: "rejected", response_code: 422, response_body: "no" } as const;
    return this.settle(
      ...held.map((one) => this.settlement(one, { status: "dead", dead_reason: "rejected" }, response)),
    );
  }

  /** A delivery in the DLQ. */
  async dead(to: Destination, fields: EventFields = {}): Promise<Delivery> {
    const { id } = await this.sendOne(to, fields);
    const { deliveries } = await this.claim();
    await this.reject(must(deliveries.find((held) => held.id === id)));
    return this.delivery(id, to.environment_id);
  }

  sweep(options: Partial<SweepOptions> = {}): Promise<SweepResult> {
    return this.store.sweep({
      now: this.now,
      holdMs: HOLD,
      retentionMs: RETENTION,
      purgeGraceMs: 3 * DAY,
      limit: 100,
      ...options,
    });
  }

  async delivery(id: string, environmentId = this.test.id): Promise<DeliveryWithAttempts> {
    return must(await this.store.deliveries.get(environmentId, id));
  }
}
