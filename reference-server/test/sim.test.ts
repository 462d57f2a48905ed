import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLANTED_BUGS, type PlantedBug } from "./sim/planted-bugs.js";
import { postgresDatabases } from "./sim/sim-postgres.js";
import { sqliteFiles, type SimStore } from "./sim/sim-store.js";
import { Simulation } from "./sim/simulation.js";
import { ON_POSTGRES } from "./store-under-test.js";

interface On {
  name: string;
  start: () => Promise<SimStore>;
  seeds: number;
  bugs: readonly PlantedBug[];
  /** A seed decides everything; otherwise the responses of two connections may arrive in either order. */
  isRepeatable: boolean;
}

const ON_SQLITE: On = {
  name: "sqlite",
  start: sqliteFiles,
  seeds: 1000,
  bugs: PLANTED_BUGS,
  isRepeatable: true,
};
/** Those that are found within seconds: a run of a server that never becomes idle takes half a minute. */
const FOUND_SOON: PlantedBug[] = ["acknowledgesUnstored", "sendsTwice"];
const BRIEF: On = {
  name: "postgres",
  start: postgresDatabases,
  seeds: 5,
  bugs: FOUND_SOON,
  isRepeatable: false,
};
const FULL: On = {
  ...BRIEF,
  seeds: 60,
  bugs: [...FOUND_SOON, "losesSettlements", "losesOrder"],
};
const STORES = ON_POSTGRES ? [FULL] : [ON_SQLITE, BRIEF];
/** Seeds that a planted bug may survive. */
const SEEDS_PER_BUG = 200;

/** `HARBOR_SIM_SEED=17` repeats one run, `HARBOR_SIM_SEEDS=100000` makes a long one. */
const { HARBOR_SIM_SEED, HARBOR_SIM_SEEDS } = process.env;

describe.each(STORES)("a simulated server on $name", (on) => {
  let store: SimStore;
  beforeAll(async () => {
    store = await on.start();
  }, 60_000);
  afterAll(() => store.remove());

  const seeds =
    HARBOR_SIM_SEED === undefined
      ? Array.from(
          { length: Number((on === STORES[0] ? HARBOR_SIM_SEEDS : undefined) ?? on.seeds) },
          (_, index) => index + 1,
        )
      : [Number(HARBOR_SIM_SEED)];

  const timeout = Math.max(600_000, seeds.length * 2000);
  it("keeps its promises, for any faults in any order", { timeout }, async () => {
    for (const seed of seeds) {
      expect(await new Simulation(store, seed).run(), `HARBOR_SIM_SEED=${seed} repeats this run`).toBeNull();
    }
  });

  if (on.isRepeatable) {
    it("is the same for the same seed", { timeout: 60_000 }, async () => {
      const [first, second] = [new Simulation(store, 7), new Simulation(store, 7)];
      for (const run of [first, second]) expect(await run.run()).toBeNull();
      expect(first.history.length).toBeGreaterThan(100);
      expect(first.history).toEqual(second.history);
    });
  }

  it.each(on.bugs)("finds a server that %s", { timeout: 120_000 }, async (bug) => {
    let found: string | null = null;
    for (let seed = 1; seed <= SEEDS_PER_BUG && found === null; seed += 1) {
      found = await new Simulation(store, seed, bug).run();
    }
    expect(found).not.toBeNull();
  });
});
