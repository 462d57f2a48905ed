import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pino } from "pino";
import { generateSecret } from "@harbor/signing";
import { readConfig } from "../../src/config.js";
import { DeliveryWorker } from "../../src/delivery/worker.js";
import type { Deps } from "../../src/deps.js";
import {
  DEFAULT_RETRY_POLICY,
  type ActiveOrPaused,
  type DeliveryStatus,
  type Environment,
  type Millis,
  newDestination,
} from "../../src/domain/domain.js";
import { EnvironmentCache } from "../../src/environments/environment-cache.js";
import { createIds } from "../../src/ids.js";
import { Ingest } from "../../src/ingest/accept-event.js";
import { idleIntake } from "../../src/ingest/intake.js";
import { createSealer, placeOf } from "../../src/seal.js";
import { withChangeNotices } from "../../src/store/change-notices.js";
import { openSqlite } from "../../src/store/sqlite/open.js";
import type { Store } from "../../src/store/store.js";
import { faultyStore } from "./faulty-store.js";
import { plant, type PlantedBug } from "./planted-bugs.js";
import { LIMITS, Receivers } from "./receivers.js";
import { type Chance, chanceOf, Schedule } from "./schedule.js";
import { SimClock } from "./sim-clock.js";

const STEPS = 45;
const EVENTS = 6;
const DESTINATIONS = 2;
const SLOTS = 6;
const HOUR = 3_600_000;
const API_KEY_ID = "key_sim";
/** Everything must be idle by then, in simulated time. */
const REST_MS = 30 * 60_000;
const REST_STEPS = 20_000;

const config = readConfig({ HARBOR_DATABASE_URL: "sqlite::memory:", HARBOR_MAX_IN_FLIGHT: String(SLOTS) });
const log = pino({ level: "silent" });
const sealer = createSealer([{ id: "sim", key: Buffer.alloc(32, 7) }]);
const metrics = { attempted: () => undefined, leaseLost: () => undefined, ingested: () => undefined };

/** In memory where the system has such a place: a run opens the database several times. */
const FOLDERS = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const newFolder = () => mkdtempSync(join(FOLDERS, "harbor-sim-"));
const openFile = (file: string) => openSqlite({ file, syncFile: (_fd, done) => done(null) });

/** A migrated database, copied for each run. */
const empty = (async () => {
  const file = join(newFolder(), "empty.db");
  const store = openFile(file);
  await store.migrate();
  await store.close();
  return file;
})();

/** Removes the database that the runs are copied from. */
export async function removeTemplate(): Promise<void> {
  rmSync(dirname(await empty), { recursive: true });
}

/** One server process: the real stages over a store and a transport that the scheduler holds. */
interface Process {
  id: number;
  alive: boolean;
  ingest: Ingest;
  worker: DeliveryWorker;
}

/** One run. The seed decides which call continues next, which fails, which arrives twice and when the process dies. */
export class Simulation {
  readonly #chance: Chance;
  readonly #schedule = new Schedule();
  readonly #clock = new SimClock();
  readonly #receivers: Receivers;
  readonly #folder = newFolder();
  readonly #bug: PlantedBug | null;
  readonly #acknowledged = new Map<string, string[]>();
  readonly #newId: Deps["newId"];
  /** One that was not finished when last looked: looking for it again is cheaper than for any. */
  #unfinishedId: string | null = null;
  #faults = true;
  /** Requests may have been sent of which no attempt is recorded. */
  #lost = false;
  #setBackBy: Millis = 0;
  /** A process that starts after the wall clock was set back finds due times that are so far ahead. */
  #restMs = REST_MS;
  #sent = 0;
  #processes = 0;
  #store!: Store;
  #process!: Process;
  #environment!: Environment;
  #destinations: string[] = [];

  constructor(seed: number, bug: PlantedBug | null = null) {
    this.#chance = chanceOf(seed);
    this.#receivers = new Receivers(this.#schedule, this.#chance, this.#clock.elapsed);
    this.#newId = createIds(() => Math.floor(this.#clock.wall()));
    this.#bug = bug;
  }

  /** Resolves with the first violated invariant, or null. */
  async run(): Promise<string | null> {
    copyFileSync(await empty, join(this.#folder, "sim.db"));
    try {
      await this.#open();
      await this.#configure();
      for (let step = 0; step < STEPS; step += 1) {
        await this.#step();
        const [violation] = this.#receivers.violations;
        if (violation !== undefined) return violation;
      }
      return await this.#rest();
    } finally {
      this.#process.alive = false;
      await this.#store.close();
      rmSync(this.#folder, { recursive: true });
    }
  }

  async #open(): Promise<void> {
    this.#store = openFile(join(this.#folder, "sim.db"));
    await this.#store.migrate();
    const id = (this.#processes += 1);
    const process = { id, alive: true } as Process;
    const schedule = this.#schedule;
    const faulty = faultyStore(this.#store, {
      process: id,
      schedule,
      chance: this.#chance,
      faults: () => this.#faults,
    });
    const clock = this.#clock.forProcess(() => process.alive);
    const parts = plant(this.#bug, {
      store: withChangeNotices(faulty, (error) => {
        throw error;
      }),
      clock,
      transport: this.#receivers.transport(id),
    });
    const deps: Deps = { config, log, sealer, newId: this.#newId, random: this.#chance.random, ...parts };
    const environments = new EnvironmentCache(deps);
    const tunnel = () => Promise.reject(new Error("No tunnel in a simulation."));
    const transports = { http: parts.transport, tunnel };
    const intake = idleIntake(parts.clock);
    const bodies = { fault: () => null, isCurrent: () => Promise.resolve(true) };
    process.worker = new DeliveryWorker(deps, { environments, transports, intake, metrics });
    const worker = parts.handOff(process.worker);
    process.ingest = new Ingest(deps, { environments, bodies, worker, intake, metrics });
    process.worker.start();
    this.#process = process;
  }

  async #configure(): Promise<void> {
    const now = this.#clock.wall();
    const { test } = await this.#store.projects.ensure("proj_sim", "sim", now);
    this.#environment = test;
    const apiKey = { id: API_KEY_ID, environment: test, role: "admin" as const, hash: Buffer.from("hash") };
    await this.#store.apiKeys.create({ ...apiKey, hint: "hk_test_", name: null, created_at: now });
    for (let count = 0; count < DESTINATIONS; count += 1) {
      const id = this.#newId("dest");
      const destination = {
        ...newDestination({ id, environmentId: test.id, url: "http://receiver.example/", now }),
        max_concurrent_deliveries: LIMITS.maxConcurrent,
        max_per_second: count === 0 ? null : LIMITS.perSecond,
        timeout_seconds: 5,
        ordering: count === 0 ? ("none" as const) : ("key" as const),
        retry_policy: { ...DEFAULT_RETRY_POLICY, base_delay_seconds: 1, max_delay_seconds: 10, jitter: 0 },
      };
      const key = this.#newId("skey");
      const secret = sealer.seal(generateSecret(), placeOf("signing_key", key));
      const signingKey = { id: key, destination_id: id, secret, created_at: now, expires_at: null };
      await this.#store.destinations.create({ destination, signingKey, limit: 10 });
      await this.#subscribe(id);
      this.#destinations.push(id);
    }
  }

  async #subscribe(destinationId: string): Promise<void> {
    const now = this.#clock.wall();
    await this.#store.subscriptions.create({
      id: this.#newId("sub"),
      environment_id: this.#environment.id,
      destination_id: destinationId,
      event_type: "**",
      filter: null,
      status: "active",
      created_at: now,
      updated_at: now,
    });
  }

  async #step(): Promise<void> {
    const { chance, pick } = this.#chance;
    const runnable = [
      ...this.#schedule.actions.map((action) => () => this.#schedule.take(action)),
      ...this.#clock.due(),
    ];
    if (this.#sent < EVENTS && chance(0.25)) this.#send();
    else if (chance(0.02)) await this.#restart();
    else if (chance(0.02)) this.#setWall(pick([8 * HOUR, -2 * HOUR]));
    else if (chance(0.05)) this.#clock.stall();
    // Moves the environment's version: what is routed by the one before is routed again.
    else if (chance(0.06)) await this.#subscribe(pick(this.#destinations));
    else if (chance(0.04)) await this.#setStatus(pick(this.#destinations), pick(["active", "paused"]));
    else if (runnable.length > 0) pick(runnable)();
    else this.#clock.advance();
    await this.#schedule.drain();
  }

  async #setStatus(destinationId: string, status: ActiveOrPaused): Promise<void> {
    const paused_reason = status === "paused" ? ("manual" as const) : null;
    const now = this.#clock.wall();
    const place = { environmentId: this.#environment.id, id: destinationId };
    await this.#store.destinations.update({ ...place, patch: { status, paused_reason }, now });
  }

  /** Forward, the leases of open requests end: those are sent again, as after a crash. */
  #setWall(byMs: Millis): void {
    this.#clock.setWall(byMs);
    this.#receivers.forgetRates();
    if (byMs > 0) this.#lost = true;
    else this.#setBackBy -= byMs;
  }

  #send(): void {
    const process = this.#process;
    this.#sent += 1;
    const input = { environment: this.#environment, apiKeyId: API_KEY_ID, version: 0, tenant: null };
    const { number, ...event } = this.#receivers.orders.send();
    const content = { ...event, idempotencyKey: null, occurredAt: null, trace: null };
    process.ingest
      .one({ ...input, type: "order.created", ...content })
      .then(({ event, deliveries }) => {
        const ids = deliveries.map(({ id }) => id);
        if (!process.alive) return;
        this.#acknowledged.set(event.id, ids);
        this.#receivers.orders.acknowledge(number);
      })
      // The sender gets an error, so it knows.
      .catch(() => undefined);
  }

  /** `kill -9`, and a new process on the same file. */
  async #restart(): Promise<void> {
    this.#process.alive = false;
    this.#lost = true;
    this.#restMs = REST_MS + this.#setBackBy;
    if (this.#setBackBy > 0) this.#receivers.forgetRates();
    this.#schedule.drop(this.#process.id);
    this.#receivers.drop(this.#process.id);
    await this.#schedule.drain();
    await this.#store.close();
    await this.#open();
  }

  /** No more faults, healthy receivers: everything acknowledged must reach its final state. */
  async #rest(): Promise<string | null> {
    this.#faults = false;
    this.#receivers.healthy = true;
    for (const id of this.#destinations) await this.#setStatus(id, "active");
    const until = this.#clock.elapsed() + this.#restMs;
    for (let steps = 0; this.#clock.elapsed() < until; steps += 1) {
      if (steps === REST_STEPS) return "the server never becomes idle";
      const [action] = this.#schedule.actions;
      const [timer] = this.#clock.due();
      if (action !== undefined) this.#schedule.take(action);
      else if (timer !== undefined) timer();
      else {
        if (await this.#isAtRest()) break;
        this.#clock.advance();
      }
      await this.#schedule.drain();
      const [violation] = this.#receivers.violations;
      if (violation !== undefined) return violation;
    }
    return await this.#verdict();
  }

  async #isAtRest(): Promise<boolean> {
    if (this.#process.worker.freeSlots !== SLOTS) return false;
    if (this.#unfinishedId !== null && !(await this.#isFinished(this.#unfinishedId))) return false;
    const whenever = { now: Infinity, probeIntervalMs: 0, holdMs: 0 };
    if ((await this.#store.upcoming(this.#environment.id, whenever)).inFlight > 0) return false;
    this.#unfinishedId = (await this.#first("pending")) ?? (await this.#first("retrying"));
    return this.#unfinishedId === null;
  }

  async #first(status: DeliveryStatus): Promise<string | null> {
    const page = { after: null, limit: 1 };
    const { items } = await this.#store.deliveries.list(this.#environment.id, { status, notBefore: 0 }, page);
    return items[0]?.id ?? null;
  }

  async #isFinished(id: string): Promise<boolean> {
    const delivery = await this.#store.deliveries.get(this.#environment.id, id);
    return delivery?.status === "succeeded" || delivery?.status === "dead";
  }

  async #unfinished(): Promise<string[]> {
    const unfinished: string[] = [];
    for (const id of [...this.#acknowledged.values()].flat()) {
      if (!(await this.#isFinished(id))) unfinished.push(id);
    }
    return unfinished;
  }

  async #verdict(): Promise<string | null> {
    const unfinished = await this.#unfinished();
    if (unfinished.length > 0)
      return `${unfinished.length} deliveries never finished: ${unfinished.join(", ")}`;
    if (this.#process.worker.freeSlots !== SLOTS)
      return `${SLOTS - this.#process.worker.freeSlots} slots are lost`;
    const { inFlight } = await this.#store.stats.totals(this.#clock.wall());
    if (inFlight !== 0) return `${inFlight} leases are lost`;
    for (const [event, deliveries] of this.#acknowledged) {
      if (deliveries.length === 0) return `${event} has no delivery`;
      for (const id of deliveries) {
        const problem = await this.#problemOf(id);
        if (problem !== null) return problem;
      }
    }
    return this.#receivers.orders.violation();
  }

  async #problemOf(id: string): Promise<string | null> {
    const delivery = await this.#store.deliveries.get(this.#environment.id, id);
    if (delivery === null) return `${id} is lost`;
    if (delivery.status === "succeeded" && !this.#receivers.accepted.has(id)) return `${id} succeeded unseen`;
    const recorded = delivery.retries.length;
    const requests = this.#receivers.requests.get(id) ?? 0;
    if (recorded > requests) return `${id}: ${recorded} attempts recorded of ${requests} requests`;
    if (!this.#lost && requests > recorded) return `${id}: ${requests} requests, ${recorded} recorded`;
    return null;
  }
}
