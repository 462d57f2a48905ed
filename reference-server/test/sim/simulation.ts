import { pino } from "pino";
import { readConfig } from "../../src/config.js";
import { DeliveryWorker } from "../../src/delivery/worker.js";
import type { Deps } from "../../src/deps.js";
import {
  type ActiveOrPaused,
  type DeliveryStatus,
  type Environment,
  type Millis,
} from "../../src/domain/domain.js";
import { EnvironmentCache } from "../../src/environments/environment-cache.js";
import { createIds } from "../../src/ids.js";
import { Ingest } from "../../src/ingest/accept-event.js";
import { idleIntake } from "../../src/ingest/intake.js";
import { createSealer } from "../../src/seal.js";
import { withChangeNotices } from "../../src/store/change-notices.js";
import type { Store } from "../../src/store/store.js";
import { API_KEY_ID, configure, subscribe } from "./configure.js";
import { faultyStore } from "./faulty-store.js";
import { History } from "./history.js";
import { plant, type PlantedBug } from "./planted-bugs.js";
import { Receivers } from "./receivers.js";
import { type Action, type Chance, chanceOf, Schedule } from "./schedule.js";
import { SimClock } from "./sim-clock.js";
import type { SimDatabase, SimStore } from "./sim-store.js";

const STEPS = 45;
const EVENTS = 6;
const SLOTS = 6;
const REST_STEPS = 20_000;
/** Later than every due time, as the stores keep it. */
const MAX_TIME = 8.64e15;

const config = readConfig({ HARBOR_DATABASE_URL: "sqlite::memory:", HARBOR_MAX_IN_FLIGHT: String(SLOTS) });
const LOGS = { log: pino({ level: "silent" }), logFault: () => undefined };
const sealer = createSealer([{ id: "sim", key: Buffer.alloc(32, 7) }]);
const metrics = { attempted: () => undefined, leaseLost: () => undefined, ingested: () => undefined };

/** One server process: the real stages over a store and a transport that the scheduler holds. */
interface Process {
  id: number;
  alive: boolean;
  store: Store;
  crash: () => Promise<void>;
  ingest: Ingest;
  worker: DeliveryWorker;
}

/** One run. The seed decides which call continues next, which fails, which arrives twice and when the process dies. */
export class Simulation {
  readonly #chance: Chance;
  readonly #schedule = new Schedule();
  readonly #clock = new SimClock();
  readonly #history = new History(this.#clock.elapsed);
  readonly #receivers: Receivers;
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
  #restMs: Millis;
  #sent = 0;
  #opened = 0;
  readonly #processes: Process[] = [];
  #database!: SimDatabase;
  #environment!: Environment;
  #destinations: string[] = [];

  constructor(
    private readonly on: SimStore,
    seed: number,
    bug: PlantedBug | null = null,
  ) {
    this.#chance = chanceOf(seed);
    this.#receivers = new Receivers(this.#schedule, this.#chance, this.#history);
    this.#newId = createIds(() => Math.floor(this.#clock.wall()));
    this.#bug = bug;
    this.#restMs = on.restMs;
  }

  /** The same for the same seed. */
  get history(): readonly string[] {
    return this.#history.lines;
  }

  /** Resolves with the first violated invariant, or null. */
  async run(): Promise<string | null> {
    const violation = await this.#run();
    this.#history.note(`ends: ${violation}`);
    return violation;
  }

  async #run(): Promise<string | null> {
    this.#database = await this.on.create();
    try {
      while (this.#processes.length < this.on.processes) await this.#open();
      const context = { newId: this.#newId, now: this.#clock.wall(), sealer };
      const { environment, destinations } = await configure(this.#store, context);
      this.#environment = environment;
      this.#destinations = destinations;
      for (let step = 0; step < STEPS; step += 1) {
        await this.#step();
        const [violation] = this.#receivers.violations;
        if (violation !== undefined) return violation;
      }
      return await this.#rest();
    } finally {
      for (const process of this.#processes.splice(0)) {
        process.alive = false;
        await process.crash();
      }
      await this.#database.release();
    }
  }

  async #open(): Promise<void> {
    const id = (this.#opened += 1);
    const process = { id, alive: true } as Process;
    const clock = this.#clock.forProcess(() => process.alive);
    const { store, crash } = await this.#database.open(clock);
    const schedule = this.#schedule;
    const faulty = faultyStore(store, {
      process: id,
      schedule,
      chance: this.#chance,
      faults: () => this.#faults,
    });
    const parts = plant(this.#bug, {
      store: withChangeNotices(faulty, (error) => {
        throw error;
      }),
      clock,
      transport: this.#receivers.transport(id),
    });
    const deps: Deps = { config, ...LOGS, sealer, newId: this.#newId, random: this.#chance.random, ...parts };
    const environments = new EnvironmentCache(deps);
    const tunnel = () => Promise.reject(new Error("No tunnel in a simulation."));
    const transports = { http: parts.transport, tunnel };
    const intake = idleIntake(parts.clock);
    const bodies = { fault: () => null, isCurrent: () => Promise.resolve(true) };
    process.worker = new DeliveryWorker(deps, { environments, transports, intake, metrics });
    const worker = parts.handOff(process.worker);
    process.ingest = new Ingest(deps, { environments, bodies, worker, intake, metrics });
    process.worker.start();
    this.#processes.push(Object.assign(process, { store, crash }));
  }

  /** Of any process. */
  get #store(): Store {
    return this.#chance.pick(this.#processes).store;
  }

  /** Moves the environment's version: what is routed by the one before is routed again. */
  async #subscribe(): Promise<void> {
    const destinationId = this.#chance.pick(this.#destinations);
    const place = { environmentId: this.#environment.id, destinationId };
    this.#history.note(`subscribes ${destinationId}`);
    await subscribe(this.#store, { ...place, id: this.#newId("sub"), now: this.#clock.wall() });
  }

  async #step(): Promise<void> {
    const { chance, pick } = this.#chance;
    const runnable = [
      ...this.#schedule.actions.map((action) => () => this.#take(action)),
      ...this.#clock.due().map((timer) => () => this.#fire(timer)),
    ];
    if (this.#sent < EVENTS && chance(0.25)) this.#send();
    else if (chance(0.02)) await this.#restart();
    else if (chance(0.02)) this.#setWall(pick(this.on.wallSteps));
    else if (chance(0.05)) await this.#pass(() => this.#clock.stall());
    else if (chance(0.06)) await this.#subscribe();
    else if (chance(0.04)) await this.#setStatus(pick(this.#destinations), pick(["active", "paused"]));
    else if (runnable.length > 0) pick(runnable)();
    else await this.#pass(() => this.#clock.advance());
    await this.#settle();
  }

  #take(action: Action): void {
    this.#history.note(`a call of process ${action.process} continues`);
    this.#schedule.take(action);
  }

  #fire(timer: () => void | Promise<void>): void {
    this.#history.note("a timer is due");
    const work = timer();
    if (work !== undefined) this.#schedule.await(work);
  }

  /** Everything that the last step has begun is over, and what one process notifies the others of has arrived. */
  async #settle(): Promise<void> {
    await this.#schedule.drain();
    await this.#database.settle();
    await this.#schedule.drain();
  }

  async #pass(time: () => void): Promise<void> {
    time();
    await this.#database.setElapsed(this.#clock.elapsed());
  }

  async #setStatus(destinationId: string, status: ActiveOrPaused): Promise<void> {
    const paused_reason = status === "paused" ? ("manual" as const) : null;
    this.#history.note(`${destinationId} is ${status}`);
    const now = this.#clock.wall();
    const place = { environmentId: this.#environment.id, id: destinationId };
    await this.#store.destinations.update({ ...place, patch: { status, paused_reason }, now });
  }

  /** Forward, the leases of open requests end: those are sent again, as after a crash. */
  #setWall(byMs: Millis): void {
    this.#history.note(`the wall clock is set by ${byMs} ms`);
    this.#clock.setWall(byMs);
    this.#receivers.forgetRates();
    if (byMs > 0) this.#lost = true;
    else this.#setBackBy -= byMs;
  }

  #send(): void {
    const process = this.#chance.pick(this.#processes);
    this.#sent += 1;
    const input = { environment: this.#environment, apiKeyId: API_KEY_ID, version: 0, tenant: null };
    const { number, ...event } = this.#receivers.orders.send();
    this.#history.note(`event ${number} to process ${process.id}`);
    const content = { ...event, idempotencyKey: null, occurredAt: null, trace: null };
    process.ingest
      .one({ ...input, type: "order.created", ...content })
      .then(({ event, deliveries }) => {
        const ids = deliveries.map(({ id }) => id);
        if (!process.alive) return;
        this.#history.note(`202 for event ${number}: ${ids.join(" ")}`);
        this.#acknowledged.set(event.id, ids);
        this.#receivers.orders.acknowledge(number);
      })
      // The sender gets an error, so it knows.
      .catch(() => undefined);
  }

  /** `kill -9`, and a new process on the same database. */
  async #restart(): Promise<void> {
    const process = this.#chance.pick(this.#processes);
    this.#history.note(`process ${process.id} dies`);
    process.alive = false;
    this.#lost = true;
    this.#restMs = this.on.restMs + this.#setBackBy;
    if (this.#setBackBy > 0) this.#receivers.forgetRates();
    this.#schedule.drop(process.id);
    this.#receivers.drop(process.id);
    await this.#schedule.drain();
    this.#processes.splice(this.#processes.indexOf(process), 1);
    await process.crash();
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
      if (action !== undefined) this.#take(action);
      else if (timer !== undefined) this.#fire(timer);
      else {
        if (await this.#isAtRest()) break;
        await this.#pass(() => this.#clock.advance());
      }
      await this.#settle();
      const [violation] = this.#receivers.violations;
      if (violation !== undefined) return violation;
    }
    return await this.#verdict();
  }

  async #isAtRest(): Promise<boolean> {
    if (this.#lostSlots > 0) return false;
    if (this.#unfinishedId !== null && !(await this.#isFinished(this.#unfinishedId))) return false;
    const whenever = { now: MAX_TIME, probeIntervalMs: 0, holdMs: 0 };
    if ((await this.#store.upcoming(this.#environment.id, whenever)).inFlight > 0) return false;
    this.#unfinishedId = (await this.#first("pending")) ?? (await this.#first("retrying"));
    return this.#unfinishedId === null;
  }

  get #lostSlots(): number {
    return this.#processes.reduce((lost, { worker }) => lost + SLOTS - worker.freeSlots, 0);
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
    if (this.#lostSlots > 0) return `${this.#lostSlots} slots are lost`;
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
