import { expect, test, vi } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { World } from "../conformance/world.js";
import { Leases } from "./leases.js";
import { openPostgres } from "./open.js";

const postgres = useTestPostgres();

test("a claim leaves the slots that a commit has taken since it looked", async () => {
  const database = await postgres.create();
  const store = openPostgres({ url: database.url });
  await store.migrate();
  const world = await World.create(store);
  const to = await world.destination({ max_concurrent_deliveries: 2 });
  await world.send([to]);
  await world.send([to]);
  vi.spyOn(Leases.prototype, "inFlight").mockImplementationOnce(function (this: Leases, destinationSeq) {
    queueMicrotask(() => this.reserve(destinationSeq, 1));
    return 0;
  });
  const { deliveries, waitingIn, nextDueInMs } = await world.claim();
  expect([deliveries.length, waitingIn, nextDueInMs]).toEqual([1, [world.test.id], 0]);
  await store.close();
  await database.release();
});
