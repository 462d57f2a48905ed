import { afterAll, beforeAll, describe } from "vitest";
import { pgbouncerMissing, type RunningPgBouncer, startPgBouncer } from "../../../test/pgbouncer.js";
import { startTestPostgres, type TestPostgres } from "../../../test/postgres.js";
import { storeConformance } from "../conformance.js";
import { must } from "../conformance/values.js";
import { openPostgres } from "./open.js";

let postgres: TestPostgres | undefined;
let pooler: RunningPgBouncer | undefined;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(async () => {
  await pooler?.stop();
  await postgres?.stop();
});

storeConformance({ name: "PostgreSQL", open: () => openWorld(async (url) => Promise.resolve(url)) });

// The reason is printed by test/pgbouncer.test.ts.
describe.skipIf(pgbouncerMissing !== undefined)("in transaction mode", () => {
  storeConformance({
    name: "PostgreSQL behind PgBouncer",
    open: () =>
      openWorld(async (url) => {
        pooler ??= await startPgBouncer(url);
        const through = new URL(url);
        through.host = new URL(pooler.url).host;
        return `${through.href}?pgbouncer=true`;
      }),
  });
});

/** @param route the URL that the store gets for that of a database */
async function openWorld(route: (url: string) => Promise<string>) {
  const database = await must(postgres).create();
  const url = await route(database.url);
  const open = async () => {
    const opened = openPostgres({ url });
    await opened.migrate();
    return opened;
  };
  let store = await open();
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await open();
      return store;
    },
    cleanup: async () => {
      await store.close();
      await database.release();
    },
  };
}
