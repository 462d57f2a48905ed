// Does a full PostgreSQL database cost more than an empty one?
import { startHarborOn, startPostgres } from "../harness/postgres.mjs";
import { measureGrowth } from "../harness/growth.mjs";

await measureGrowth("growth-postgres", {
  stored: 5_000_000,
  open: async ({ folder, own }) => {
    const database = own(await startPostgres(folder));
    return async (name) => await startHarborOn(await database.create(`harbor_${name}`));
  },
});
