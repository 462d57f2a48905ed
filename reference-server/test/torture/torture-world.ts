import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statfsSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { startProgram, type ServerProcess } from "../server-process.js";
import { mountSmall, type SmallFileSystem } from "../small-file-system.js";
import { Api } from "../test-server.js";
import type { FaultKind, Journal } from "./journal.js";
import { type Proxy, startProxy } from "./proxy.js";
import { TortureReceiver } from "./receivers.js";

const KEY = "hk_test_torture_of_a_server";
const TIMEOUT_SECONDS = 2;
const LEASE_SLACK_SECONDS = 1;
export const LEASE_MS = (TIMEOUT_SECONDS + LEASE_SLACK_SECONDS) * 1000;
/** Maximum number of concurrent requests of each receiver. */
export const LIMITS = [20, 8, 4];
/** Longer than a lease: when the process continues, its deliveries are no longer its own. */
const FROZEN_MS = LEASE_MS + 1000;
/** Maximum difference between the server's wall clock and the machine's. */
export const STEP_SECONDS = 10;
const FAKE_TIME = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"]
  .map((folder) => `${folder}/faketime/libfaketime.so.1`)
  .find(existsSync);

/** A real server process on a SQLite file, real receivers, a proxy before it, and what breaks them. */
export class TortureWorld {
  readonly receivers: TortureReceiver[];
  readonly #folder = mkdtempSync(join(tmpdir(), "harbor-torture-"));
  readonly #disk: SmallFileSystem | null;
  readonly #proxy: Proxy;
  readonly #stallWatch: NodeJS.Timeout;
  #server: ServerProcess | null = null;
  #stepSeconds = 0;

  private constructor(
    private readonly journal: Journal,
    private readonly random: () => number,
    proxy: Proxy,
  ) {
    this.#proxy = proxy;
    this.#stallWatch = watchStalls(journal);
    this.#disk = mountSmall(join(this.#folder, "disk"), "2g");
    this.receivers = LIMITS.map(
      (_, index) => new TortureReceiver(index, journal, { random, hangMs: TIMEOUT_SECONDS * 1000 + 200 }),
    );
  }

  static async start(journal: Journal, random: () => number): Promise<TortureWorld> {
    const world = new TortureWorld(journal, random, await startProxy());
    await Promise.all(world.receivers.map((receiver) => receiver.up()));
    await world.#start();
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
    return this.#proxy.url;
  }

  get apiKey(): string {
    return KEY;
  }

  /** The server itself. */
  get api(): Api {
    return new Api(this.#running.url, KEY);
  }

  /** Kinds that this machine allows. */
  get faults(): [FaultKind, () => Promise<void>][] {
    const faults: [FaultKind, () => Promise<void>][] = [
      ["kill", () => this.#kill()],
      ["restart", () => this.#restart()],
      ["freeze", () => this.#freeze()],
      ["cut_senders", () => Promise.resolve(this.#proxy.cut())],
      ["delay_senders", () => this.#delay()],
      ["cut_receivers", () => Promise.resolve(this.#anyReceiver().cut())],
      ["receiver_down", () => this.#takeDown()],
      ["lock_database", () => this.#lock()],
    ];
    if (this.#disk !== null) faults.push(["fill_disk", () => this.#fill()]);
    if (FAKE_TIME !== undefined) faults.push(["step_clock", () => this.#stepClock()]);
    return faults;
  }

  async stop(): Promise<number> {
    const code = await this.#running.stop();
    await Promise.all(this.receivers.map((receiver) => receiver.down()));
    this.#proxy.close();
    clearInterval(this.#stallWatch);
    this.#disk?.unmount();
    rmSync(this.#folder, { recursive: true, force: true });
    return code;
  }

  get #running(): ServerProcess {
    if (this.#server === null) throw new Error("The server is not running.");
    return this.#server;
  }

  get #data(): string {
    return join(this.#folder, this.#disk === null ? "." : "disk");
  }

  get #clockFile(): string {
    return join(this.#folder, "clock");
  }

  async #start(): Promise<void> {
    this.#server = await startProgram({
      HARBOR_DATABASE_URL: `sqlite:${join(this.#data, "harbor.db")}`,
      HARBOR_API_KEYS: KEY,
      HARBOR_LEASE_SLACK_SECONDS: String(LEASE_SLACK_SECONDS),
      HARBOR_SHUTDOWN_SECONDS: "5",
      HARBOR_LOG_LEVEL: "silent",
      ...this.#fakeTime(),
    });
    this.#proxy.target = this.#server.url;
  }

  /** The wall clock of the process is that of the machine, plus the seconds in a file. */
  #fakeTime(): Record<string, string> {
    if (FAKE_TIME === undefined) return {};
    writeFileSync(this.#clockFile, `+${this.#stepSeconds}s`);
    return {
      LD_PRELOAD: FAKE_TIME,
      FAKETIME_TIMESTAMP_FILE: this.#clockFile,
      FAKETIME_CACHE_DURATION: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    };
  }

  async #kill(): Promise<void> {
    const { child } = this.#running;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    this.#proxy.target = null;
    child.kill("SIGKILL");
    await gone;
    await this.#start();
  }

  async #restart(): Promise<void> {
    this.#proxy.target = null;
    const code = await this.#running.stop();
    if (code !== 0) throw new Error(`The server ended with ${code} after SIGTERM.`);
    await this.#start();
  }

  async #freeze(): Promise<void> {
    const { child } = this.#running;
    child.kill("SIGSTOP");
    await sleep(FROZEN_MS);
    child.kill("SIGCONT");
  }

  async #delay(): Promise<void> {
    this.#proxy.delayMs = 200;
    await sleep(1000);
    this.#proxy.delayMs = 0;
  }

  async #takeDown(): Promise<void> {
    const receiver = this.#anyReceiver();
    await receiver.down();
    await sleep(500);
    await receiver.up();
  }

  /** Another program writes: shorter and longer than the store waits for it. */
  async #lock(): Promise<void> {
    const other = new Database(join(this.#data, "harbor.db"), { timeout: 200 });
    try {
      other.exec("BEGIN IMMEDIATE");
      await sleep(this.random() < 0.8 ? 500 : 6500);
      other.exec("ROLLBACK");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "SQLITE_BUSY")) throw error;
    } finally {
      other.close();
    }
  }

  async #fill(): Promise<void> {
    const filler = join(this.#data, "filler");
    const { bavail, bsize } = statfsSync(this.#data);
    const { status } = spawnSync("fallocate", ["-l", String(bavail * bsize), filler]);
    if (status !== 0) throw new Error("The disk could not be filled.");
    await sleep(700);
    unlinkSync(filler);
  }

  /** Forward or back. A restart after a step back delays what waits by as much: see `STEP_SECONDS`. */
  async #stepClock(): Promise<void> {
    this.#stepSeconds = Math.round((this.random() * 2 - 1) * STEP_SECONDS);
    const step = this.#stepSeconds < 0 ? String(this.#stepSeconds) : `+${this.#stepSeconds}`;
    writeFileSync(this.#clockFile, `${step}s`);
    utimesSync(this.#clockFile, new Date(), new Date());
    await sleep(1500);
  }

  #anyReceiver(): TortureReceiver {
    const receiver = this.receivers[Math.floor(this.random() * this.receivers.length)];
    if (receiver === undefined) throw new Error("There are receivers.");
    return receiver;
  }

  /** Breaks something, and keeps the time of it. */
  async breakSomething(kind: FaultKind, perform: () => Promise<void>): Promise<void> {
    const fault = { kind, startedAt: performance.now(), endedAt: Infinity };
    this.journal.faults.push(fault);
    await perform();
    fault.endedAt = performance.now();
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

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
