import { Client } from "pg";
import type { Clock } from "../../src/clock.js";
import type { Millis } from "../../src/domain/domain.js";
import { openPostgres } from "../../src/store/postgres/open.js";
import type { Store, StoreNotice } from "../../src/store/store.js";
import { startDatabaseProxy } from "../database-proxy.js";
import { startTestPostgres, type TestDatabase } from "../postgres.js";
import { START } from "./sim-clock.js";
import type { SimDatabase, SimStore } from "./sim-store.js";

/** The database's clock: functions that hide those of PostgreSQL from every statement of Harbor. */
const CLOCK = `
  CREATE SCHEMA IF NOT EXISTS simulated;
  CREATE TABLE IF NOT EXISTS simulated.clock (at timestamptz NOT NULL);
  DELETE FROM simulated.clock;
  INSERT INTO simulated.clock VALUES (to_timestamp(${START / 1000}));
  CREATE OR REPLACE FUNCTION simulated.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT at FROM simulated.clock';
  CREATE OR REPLACE FUNCTION simulated.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT at FROM simulated.clock';
`;
const SEARCH_PATH = "public,simulated,pg_catalog";
const CONNECTIONS = "SELECT FROM pg_stat_activity WHERE application_name = $1";

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Due times of notices that only show that those before have arrived. */
const FAR = 8e15;

/** Two processes on a real database. */
export async function postgresDatabases(): Promise<SimStore> {
  const server = await startTestPostgres();
  return {
    // Each simulated second costs some twenty statements.
    wallSteps: [8 * HOUR, -5 * MINUTE],
    restMs: 5 * MINUTE,
    processes: 2,
    create: async () => await SimPostgres.start(await server.create()),
    remove: () => server.stop(),
  };
}

class SimPostgres implements SimDatabase {
  readonly #stores = new Set<Store>();
  #opened = 0;
  #notified = 0;

  private constructor(
    private readonly database: TestDatabase,
    private readonly admin: Client,
  ) {}

  static async start(database: TestDatabase): Promise<SimPostgres> {
    const admin = new Client(database.url);
    await admin.connect();
    await admin.query(CLOCK);
    return new SimPostgres(database, admin);
  }

  async open(clock: Clock): Promise<{ store: Store; crash: () => Promise<void> }> {
    const proxy = await startDatabaseProxy(this.database.url);
    const url = new URL(proxy.url);
    const name = `process-${(this.#opened += 1)}`;
    url.searchParams.set("application_name", name);
    url.searchParams.set("options", `-c search_path=${SEARCH_PATH}`);
    const store = openPostgres({ url: url.href, clock });
    await store.migrate();
    this.#stores.add(store);

    /** Its connections end, as the system closes those of a process that was killed, and nothing gets through any more. */
    const crash = async () => {
      this.#stores.delete(store);
      proxy.cut();
      while ((await this.admin.query(CONNECTIONS, [name])).rowCount !== 0) await turn();
      await store.close();
      proxy.close();
    };
    return { store, crash };
  }

  /** Notifications arrive in the order of their transactions. */
  async settle(): Promise<void> {
    const at = FAR + (this.#notified += 1);
    const arrived = [...this.#stores].map((store) =>
      until(store, (notice) => notice.kind === "work_due" && notice.at === at),
    );
    await this.admin.query("SELECT pg_notify('harbor', $1)", [`simulation w ${at}`]);
    await Promise.all(arrived);
  }

  async setElapsed(elapsed: Millis): Promise<void> {
    await this.admin.query("UPDATE simulated.clock SET at = to_timestamp($1::float8)", [
      (START + elapsed) / 1000,
    ]);
  }

  async release(): Promise<void> {
    await this.admin.end();
    await this.database.release();
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

function until(store: Store, isMeant: (notice: StoreNotice) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const end = store.subscribe((notice) => {
      if (!isMeant(notice)) return;
      end();
      resolve();
    });
  });
}
