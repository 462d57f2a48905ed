// Does a full SQLite file cost more than an empty one?
import { join } from "node:path";
import { measureGrowth } from "../harness/growth.mjs";
import { startHarbor } from "../harness/processes.mjs";

await measureGrowth("growth", {
  stored: 2_000_000,
  open: async ({ folder }) => {
    return async (name) => await startHarbor({ databaseFile: join(folder, `${name}.db`) });
  },
});
