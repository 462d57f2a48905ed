// Does a full PostgreSQL database cost more than an empty one?
import { measureGrowth } from "../harness/growth.mjs";
import { startHarborOn, startPostgres } from "../harness/postgres.mjs";

await measureGrowth("growth-postgres", {
  stored: 5_000_000,
  open: async ({ folder, own }) => {
    const { create } = own(await startPostgres(folder));
    return { create: async (name) => await create(`harbor_${name}`), start: startHarborOn };
  },
});
