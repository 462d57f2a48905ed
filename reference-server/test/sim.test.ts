import { afterAll, describe, expect, it } from "vitest";
import { PLANTED_BUGS } from "./sim/planted-bugs.js";
import { removeTemplate, Simulation } from "./sim/simulation.js";

const SEEDS = 1000;
/** Seeds that a planted bug may survive. */
const SEEDS_PER_BUG = 200;

/** `HARBOR_SIM_SEED=17` repeats one run, `HARBOR_SIM_SEEDS=100000` makes a long one. */
const { HARBOR_SIM_SEED, HARBOR_SIM_SEEDS } = process.env;
const seeds =
  HARBOR_SIM_SEED === undefined
    ? Array.from({ length: Number(HARBOR_SIM_SEEDS ?? SEEDS) }, (_, index) => index + 1)
    : [Number(HARBOR_SIM_SEED)];

afterAll(removeTemplate);

describe("a simulated server", () => {
  it("keeps its promises, for any faults in any order", { timeout: 600_000 }, async () => {
    for (const seed of seeds) {
      expect(await new Simulation(seed).run(), `HARBOR_SIM_SEED=${seed} repeats this run`).toBeNull();
    }
  });

  it("is the same for the same seed", async () => {
    const runs = [new Simulation(7, "sendsTwice"), new Simulation(7, "sendsTwice")];
    const [first, second] = [await runs[0]?.run(), await runs[1]?.run()];
    expect(first?.replaceAll(/del_\w+/g, "")).toBe(second?.replaceAll(/del_\w+/g, ""));
  });

  it.each(PLANTED_BUGS)("finds a server that %s", { timeout: 60_000 }, async (bug) => {
    let found: string | null = null;
    for (let seed = 1; seed <= SEEDS_PER_BUG && found === null; seed += 1) {
      found = await new Simulation(seed, bug).run();
    }
    expect(found).not.toBeNull();
  });
});
