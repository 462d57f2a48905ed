import { expect, test } from "vitest";
import { startHarbor } from "./start-harbor.js";

/**
 * CPU time rather than wall time, which is the machine's load as much as this code; and, of many starts, the least. On an idle
 * machine the first start takes 300 ms at most and each later one 100 ms, which is what the package promises.
 */
async function cpuMsOfStart(): Promise<number> {
  const before = process.cpuUsage();
  const harbor = await startHarbor();
  const { user, system } = process.cpuUsage(before);
  await harbor.stop();
  return (user + system) / 1_000;
}

test("the first start costs about 300 ms at most, one after it less than 100", async () => {
  // There is only one first: twice the time, for a machine that is busy with compiling beside it.
  expect(await cpuMsOfStart()).toBeLessThan(600);
  const later: number[] = [];
  for (let i = 0; i < 8; i++) later.push(await cpuMsOfStart());
  expect(Math.min(...later)).toBeLessThan(100);
});
