// `npm run torture`: the long form of reference-server/test/torture, at least 200 faults and 100,000 events.
// `HARBOR_TORTURE_STORES` (sqlite, postgres or both), `_FAULTS`, `_EVENTS`, `_SEED` and `_LANES` change it.
import { startVitest } from "vitest/node";

process.env.HARBOR_TORTURE_FAULTS ??= "200";
process.env.HARBOR_TORTURE_EVENTS ??= "100000";
process.env.HARBOR_TORTURE_LANES ??= "60";
process.env.HARBOR_TORTURE_STORES ??= "sqlite,postgres";
const vitest = await startVitest("test", ["test/torture/torture.test.ts"], {
  project: "reference-server",
  run: true,
});
await vitest.close();
