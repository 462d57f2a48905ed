// Does a full SQLite file cost more than an empty one?
import { join } from "node:path";
import { FILLED_ENV } from "../harness/filled.mjs";
import { measureGrowth } from "../harness/growth.mjs";
import { startHarbor } from "../harness/processes.mjs";

await measureGrowth("growth", {
  stored: 2_000_000,
  open: async ({ folder }) => ({
    create: async (name) => join(folder, `${name}.db`),
    start: async (databaseFile) => await startHarbor({ databaseFile, env: FILLED_ENV }),
  }),
});
