import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifySignature } from "@harbor/signing";
import { systemClock } from "../../src/clock.js";
import { startReceiver, type Received, type Receiver } from "../receiver.js";
import { createPostgresStore, ON_POSTGRES, type TestStore } from "../store-under-test.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";
import { HOLD_MS, PROBE_MS } from "./model.js";
import { type Policy, type Reply, withoutRepeats } from "./model-delivery.js";

/** Wall time does not move, so that only the test clock moves and every time is exact to the millisecond. */
export const START = Date.parse("2026-03-01T12:00:00.000Z");
const frozen = { ...systemClock, now: () => START, wall: () => START };
const KEY = "hk_test_life_of_a_delivery";

/** The real server with one destination, on a database that outlives a restart. */
export class Real {
  readonly api: () => Api;
  destinationId = "";
  firstSecret = "";
  /** Of the SQLite file. */
  #folder = newFolder();
  #server: TestServer | null = null;
  readonly #receiver: Receiver;

  private constructor(
    receiver: Receiver,
    /** Null on SQLite. */
    readonly postgres: TestStore | null,
  ) {
    this.#receiver = receiver;
    this.api = () => new Api(this.#running().url, KEY);
  }

  static async start(policy: Policy): Promise<Real> {
    const real = new Real(await startReceiver(), ON_POSTGRES ? await createPostgresStore() : null);
    await real.#open();
    const created = await real.api().post("/destinations", {
      url: real.#receiver.url,
      retry_policy: {
        max_retries: policy.maxRetries,
        base_delay_seconds: policy.baseMs / 1000,
        total_budget_seconds: policy.budgetMs / 1000,
        circuit_breaker_threshold: policy.threshold,
        jitter: 0,
      },
    });
    real.destinationId = created.body.id as string;
    real.firstSecret = created.body.signing_secret as string;
    await real.api().post("/subscriptions", { destination_id: real.destinationId, event_type: "**" });
    return real;
  }

  async restart(): Promise<void> {
    await this.#running().close();
    await this.#open();
  }

  /**
   * The state after `kill -9`: a new server on a copy of the files of this moment, with everything in flight. The old server is
   * closed, and its files are deleted. SQLite only: on PostgreSQL leases end by the clock of the database, which does not stand still.
   */
  async crash(): Promise<void> {
    const [old, server] = [this.#folder, this.#running()];
    this.#folder = newFolder();
    cpSync(old, this.#folder, { recursive: true, filter: (path) => !path.endsWith("-lock") });
    await server.close();
    rmSync(old, { recursive: true });
    await this.#open();
  }

  replyWith(reply: Reply): void {
    this.#receiver.respondWith((response) => {
      if (reply.code === null) response.socket?.resetAndDestroy();
      else {
        if (reply.retryHint === true) response.setHeader("Harbor-Retry-Hint", "true");
        if (reply.retryAfterMs !== undefined)
          response.setHeader("Retry-After", String(reply.retryAfterMs / 1000));
        response.writeHead(reply.code).end();
      }
    });
  }

  /** Also waits for all that is due. */
  async advance(ms: number): Promise<void> {
    await this.api().post("/test-clock/advance", { seconds: ms / 1000 });
  }

  /** The requests with these deliveries since the last call of `checkSignatures`, in the order of their arrival. */
  received(ids: ReadonlySet<string>): string[] {
    const all = this.#receiver.received.map(({ headers }) => String(headers["harbor-delivery-id"]));
    return withoutRepeats(all.filter((id) => ids.has(id)));
  }

  /** Throws unless everything received since the last call verifies under each secret that is valid, and under none that has ended. */
  checkSignatures({ valid, ended }: { valid: readonly string[]; ended: readonly string[] }): void {
    for (const { headers, body } of this.#receiver.received.splice(0)) {
      for (const secret of valid) verifySignature({ headers, body, secret, now: START });
      for (const secret of ended) expectRefusal({ headers, body }, secret);
    }
  }

  async stop(): Promise<void> {
    await this.#running().close();
    await this.#receiver.close();
    await this.postgres?.release();
    rmSync(this.#folder, { recursive: true });
  }

  async #open(): Promise<void> {
    const env = {
      ...(this.postgres?.env ?? { HARBOR_DATABASE_URL: `sqlite:${join(this.#folder, "harbor.db")}` }),
      HARBOR_API_KEYS: KEY,
      HARBOR_HOLD_SECONDS: String(HOLD_MS / 1000),
      HARBOR_PROBE_INTERVAL_SECONDS: String(PROBE_MS / 1000),
    };
    this.#server = await startTestServer(env, { clock: frozen });
  }

  #running(): TestServer {
    if (this.#server === null) throw new Error("the server has not been started");
    return this.#server;
  }
}

function expectRefusal({ headers, body }: Pick<Received, "headers" | "body">, secret: string): void {
  try {
    verifySignature({ headers, body, secret, now: START });
  } catch {
    return;
  }
  throw new Error("a delivery is signed with a secret that has ended");
}

const newFolder = () => mkdtempSync(join(tmpdir(), "harbor-life-"));
