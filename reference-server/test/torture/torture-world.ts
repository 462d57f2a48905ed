import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProgram, type ServerProcess } from "../server-process.js";
import { startTcpProxy, type TcpProxy } from "../tcp-proxy.js";
import { Api } from "../test-server.js";
import type { Journal } from "./journal.js";
import { TortureReceiver } from "./receivers.js";
import { type Breaker, type OpenTortureStore, sleep, type TortureStore } from "./torture-store.js";

const KEY = "hk_test_torture_of_a_server";
const TIMEOUT_SECONDS = 2;
/** Of an attempt. */
export const TIMEOUT_MS = TIMEOUT_SECONDS * 1000;
const LEASE_SLACK_SECONDS = 1;
export const LEASE_MS = (TIMEOUT_SECONDS + LEASE_SLACK_SECONDS) * 1000;
/** Maximum number of concurrent requests of each receiver. */
export const LIMITS = [20, 14, 10];
/** Longer than a lease: when the process continues, its deliveries are no longer its own. */
const FROZEN_MS = LEASE_MS + 1000;
/** Maximum difference between the server's wall clock and the machine's. */
export const STEP_SECONDS = 10;
const FAKE_TIME = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"]
  .map((folder) => `${folder}/faketime/libfaketime.so.1`)
  .find(existsSync);

/** Real server processes on one store, real receivers, a proxy before the servers, and faults for all of them. */
export class TortureWorld {
  readonly receivers: TortureReceiver[];
  readonly #folder = mkdtempSync(join(tmpdir(), "harbor-torture-"));
  readonly #stallWatch: NodeJS.Timeout;
  readonly #servers: (ServerProcess | null)[];
  #stepSeconds = 0;

  private constructor(
    private readonly journal: Journal,
    private readonly random: () => number,
    private readonly proxy: TcpProxy,
    private readonly store: TortureStore,
  ) {
    this.#stallWatch = watchStalls(journal);
    this.#servers = Array.from({ length: store.processes }, () => null);
    const hangMs = TIMEOUT_SECONDS * 1000 + 200;
    this.receivers = LIMITS.map((_, index) => new TortureReceiver(index, journal, { random, hangMs }));
  }

  static async start(
    openStore: OpenTortureStore,
    { journal, random }: { journal: Journal; random: () => number },
  ): Promise<TortureWorld> {
    const world = new TortureWorld(journal, random, await startTcpProxy(), await openStore(random));
    await Promise.all(world.receivers.map((receiver) => receiver.up()));
    await Promise.all(world.#servers.map((_, index) => world.#start(index)));
    for (const [index, limit] of LIMITS.entries()) {
      await world.api.subscribe(world.receivers[index]?.url ?? "", {
        max_concurrent_deliveries: limit,
        timeout_seconds: TIMEOUT_SECONDS,
        // Patient enough that nothing dies of the faults.
        retry_policy: {
          max_retries: 20,
          base_delay_seconds: 0.05,
          max_delay_seconds: 1,
          circuit_breaker_threshold: null,
        },
      });
    }
    return world;
  }

  /** For senders: the proxy. */
  get url(): string {
    return `http://127.0.0.1:${this.proxy.port}`;
  }

  get apiKey(): string {
    return KEY;
  }

  /** A server itself. */
  get api(): Api {
    const running = this.#servers.find((server) => server !== null);
    if (running === undefined) throw new Error("No server is running.");
    return new Api(running.url, KEY);
  }

  /** Those that this machine and the store allow. */
  get faults(): Breaker[] {
    const { proxy } = this;
    return [
      ["kill", () => this.#replace((server) => this.#kill(server))],
      ["restart", () => this.#replace((server) => this.#end(server))],
      ["freeze", () => this.#freeze()],
      ["cut_senders", () => Promise.resolve(proxy.cut())],
      ["delay_senders", () => this.#delay()],
      ["cut_receivers", () => Promise.resolve(this.#anyOf(this.receivers).cut())],
      ["receiver_down", () => this.#takeDown()],
      ...this.store.faults,
      ...(FAKE_TIME === undefined ? [] : [["step_clock", () => this.#stepClock()] as const]),
    ];
  }

  /** Faults that this machine or the store does not allow, and why. */
  get leftOut(): string[] {
    return [
      this.store.leftOut,
      FAKE_TIME === undefined ? "steps of the clock: libfaketime is not installed" : null,
    ].filter((reason) => reason !== null);
  }

  /** Causes a fault, and records when. */
  async cause([kind, perform]: Breaker): Promise<void> {
    const fault = { kind, startedAt: performance.now(), endedAt: Infinity };
    this.journal.faults.push(fault);
    await perform();
    fault.endedAt = performance.now();
  }

  async stop(): Promise<void> {
    const running = this.#servers.filter((server) => server !== null);
    await Promise.all(running.map((server) => this.#end(server)));
    await Promise.all(this.receivers.map((receiver) => receiver.down()));
    this.proxy.close();
    clearInterval(this.#stallWatch);
    await this.store.release();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #start(index: number): Promise<void> {
    this.#servers[index] = await startProgram({
      ...this.store.env,
      HARBOR_API_KEYS: KEY,
      HARBOR_LEASE_SLACK_SECONDS: String(LEASE_SLACK_SECONDS),
      HARBOR_SHUTDOWN_SECONDS: "5",
      HARBOR_LOG_LEVEL: "silent",
      ...this.#fakeTime(),
    });
    this.#direct();
  }

  /** New connections go to the servers that run. */
  #direct(): void {
    this.proxy.targets = this.#servers.flatMap((server) =>
      server === null ? [] : [Number(new URL(server.url).port)],
    );
  }

  get #clockFile(): string {
    return join(this.#folder, "clock");
  }

  /** The wall clock of the processes is that of the machine, plus the seconds in a file. */
  #fakeTime(): Record<string, string> {
    if (FAKE_TIME === undefined) return {};
    this.#setClock();
    return {
      LD_PRELOAD: FAKE_TIME,
      FAKETIME_TIMESTAMP_FILE: this.#clockFile,
      FAKETIME_CACHE_DURATION: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    };
  }

  #setClock(): void {
    const sign = this.#stepSeconds < 0 ? "" : "+";
    writeFileSync(this.#clockFile, `${sign}${this.#stepSeconds}s`);
    utimesSync(this.#clockFile, new Date(), new Date());
  }

  /** Ends one of the servers and starts another in its place. */
  async #replace(end: (server: ServerProcess) => Promise<void>): Promise<void> {
    const index = Math.floor(this.random() * this.#servers.length);
    const server = this.#servers[index];
    if (!server) throw new Error("Every server runs between two faults.");
    this.#servers[index] = null;
    this.#direct();
    await end(server);
    await this.#start(index);
  }

  async #kill({ child }: ServerProcess): Promise<void> {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  async #end(server: ServerProcess): Promise<void> {
    const code = await server.stop();
    if (code !== 0) throw new Error(`The server ended with ${code} after SIGTERM.`);
  }

  async #freeze(): Promise<void> {
    const { child } = this.#anyOf(this.#servers.filter((server) => server !== null));
    child.kill("SIGSTOP");
    await sleep(FROZEN_MS);
    child.kill("SIGCONT");
  }

  async #delay(): Promise<void> {
    this.proxy.delayMs = 200;
    await sleep(1000);
    this.proxy.delayMs = 0;
  }

  async #takeDown(): Promise<void> {
    const receiver = this.#anyOf(this.receivers);
    await receiver.down();
    await sleep(500);
    await receiver.up();
  }

  /** Forward or back. A restart after a step back delays what waits by as much: see `STEP_SECONDS`. */
  async #stepClock(): Promise<void> {
    this.#stepSeconds = Math.round((this.random() * 2 - 1) * STEP_SECONDS);
    this.#setClock();
    await sleep(1500);
  }

  #anyOf<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.random() * items.length)];
    if (item === undefined) throw new Error("Expected one at least.");
    return item;
  }
}

const WATCH_MS = 100;
const STALL_MS = 300;

/** While this process stands still, receivers respond late, and the server may have given up. */
function watchStalls({ faults }: Journal): NodeJS.Timeout {
  let last = performance.now();
  return setInterval(() => {
    const now = performance.now();
    if (now - last > WATCH_MS + STALL_MS) faults.push({ kind: "stall", startedAt: last, endedAt: now });
    last = now;
  }, WATCH_MS);
}
