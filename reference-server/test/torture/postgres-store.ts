import { Client } from "pg";
import { startDatabaseProxy } from "../database-proxy.js";
import { createPostgresStore } from "../store-under-test.js";

import { sleep, type TortureStore } from "./torture-store.js";

const PROCESSES = 3;

/** A database of several processes, behind a proxy. */
export async function openPostgresDatabase(): Promise<TortureStore> {
  const store = await createPostgresStore();
  const direct = store.env.HARBOR_DATABASE_URL ?? "";
  const proxy = await startDatabaseProxy(direct);

  async function terminate(): Promise<void> {
    const client = new Client({ connectionString: direct });
    await client.connect();
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    await client.end();
  }

  async function cut(): Promise<void> {
    proxy.cut();
    await sleep(1000);
    proxy.restore();
  }

  async function delay(): Promise<void> {
    proxy.delay(100);
    await sleep(1000);
    proxy.delay(0);
  }

  return {
    processes: PROCESSES,
    env: { ...store.env, HARBOR_DATABASE_URL: proxy.url },
    faults: [
      ["terminate_connections", terminate],
      ["cut_database", cut],
      ["delay_database", delay],
    ],
    async release() {
      proxy.close();
      await store.release();
    },
  };
}
