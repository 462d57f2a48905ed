import { afterAll, beforeAll } from "vitest";
import { startTestPostgres, type TestPostgres } from "../../../test/postgres.js";
import { storeConformance } from "../conformance.js";
import { must } from "../conformance/values.js";
import { openPostgres } from "./open.js";

let postgres: TestPostgres | undefined;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(async () => {
  await postgres?.stop();
});

storeConformance({
  name: "PostgreSQL",
  open: async () => {
    const database = await must(postgres).create();
    const open = async () => {
      const opened = openPostgres({ url: database.url });
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
  },
});
