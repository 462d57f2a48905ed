import { Client } from "pg";
import { afterAll, beforeAll } from "vitest";
import { startPostgres } from "../../packages/receiver/test/databases/postgres.js";
import { openPostgres } from "../src/store/postgres/open.js";

/** A PostgreSQL with databases for tests. */
export interface TestPostgres {
  /** An empty database with Harbor's tables. */
  create(): Promise<TestDatabase>;
  stop(): Promise<void>;
}

export interface TestDatabase {
  url: string;
  /** Once nothing is connected to it any more. */
  release(): Promise<void>;
}

/** For the tests of the file that calls it: started before them, stopped after them. */
export function useTestPostgres(): Pick<TestPostgres, "create"> {
  let started: TestPostgres | undefined;
  beforeAll(async () => {
    started = await startTestPostgres();
  }, 60_000);
  afterAll(async () => {
    await started?.stop();
  });
  return {
    create() {
      if (started === undefined) throw new Error("PostgreSQL starts before the first test.");
      return started.create();
    },
  };
}

/** Foreign keys point from later ones to earlier ones. */
const TABLES =
  `projects environments api_keys destinations destination_urls destination_state signing_keys subscriptions events deliveries attempts
  queue ordered dead workers lease_groups idempotency_keys stats count_increments tunnels
  portal_sessions announcements death_minutes processes tunnel_requests stream_logs stream_changes rate_buckets`.split(
    /\s+/,
  );
const EMPTY = TABLES.toReversed()
  .map((table) => `DELETE FROM ${table}`)
  .join(";");

let databases = 0;

/** Databases are emptied and used again: creating and dropping one takes a checkpoint each. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const server = await startPostgres();
  const admin = new Client(server.url);
  await admin.connect();
  const created: string[] = [];
  const free: string[] = [];
  const create = async () => {
    const name = `harbor_${process.pid}_${databases++}`;
    await admin.query(`CREATE DATABASE ${name}`);
    created.push(name);
    const store = openPostgres({ url: urlOf(server.url, name) });
    await store.migrate();
    await store.close();
    return name;
  };
  return {
    async create() {
      const name = free.pop() ?? (await create());
      const url = urlOf(server.url, name);
      return {
        url,
        async release() {
          await empty(url);
          free.push(name);
        },
      };
    },
    async stop() {
      for (const name of created) await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
      await server.stop();
    },
  };
}

async function empty(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(EMPTY);
  await client.end();
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
