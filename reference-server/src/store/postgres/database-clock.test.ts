import { Client } from "pg";
import { expect, test } from "vitest";
import { createSystemClock } from "../../clock.js";
import { useTestPostgres } from "../../../test/postgres.js";
import { UNSHARED } from "../../domain/slot-shares.js";
import { must } from "../conformance/values.js";
import { World } from "../conformance/world.js";
import { DatabaseClock } from "./database-clock.js";
import type { Reader } from "./database.js";
import { openPostgres } from "./open.js";

const postgres = useTestPostgres();

const HOUR = 3_600_000;
const SECOND = 1000;

/** The clock of a machine, and a database that keeps its own. */
function machine() {
  const machine = { elapsed: 0, wallOffset: 0 };
  const elapsed = () => machine.elapsed;
  const callers = createSystemClock({ elapsed, wall: () => machine.elapsed + machine.wallOffset });
  const database = { one: () => Promise.resolve({ now: machine.elapsed }) } as Pick<Reader, "one">;
  return { machine, callers, database };
}

test("a lease ends when it should, also if the machine's clock was set just before it began", async () => {
  const { machine: time, callers, database } = machine();
  const clock = new DatabaseClock(callers);
  await clock.compare(database);
  time.wallOffset += 8 * HOUR;
  expect(clock.toDatabase(callers.now() + 30 * SECOND)).toBe(30 * SECOND);
  time.elapsed += 20 * SECOND;
  expect(clock.toDatabase(callers.now())).toBe(20 * SECOND);
  expect(clock.fromDatabase(30 * SECOND) - callers.now()).toBe(10 * SECOND);
});

test("clocks that are less than a second apart agree", async () => {
  const { machine: time, callers, database } = machine();
  const clock = new DatabaseClock(callers);
  time.wallOffset += SECOND - 1;
  await clock.compare(database);
  expect(clock.toDatabase(callers.now())).toBe(callers.now());
});

/** A process whose monotonic clock stands still while its machine is suspended, and which does not poll. */
async function suspendable() {
  const { url } = await postgres.create();
  let suspendedMs = 0;
  const clock = createSystemClock({
    wall: () => Date.now(),
    elapsed: () => performance.now() - suspendedMs,
  });
  const store = openPostgres({ url, clock: { ...clock, after: () => () => undefined } });
  await store.migrate();
  const world = await World.create(store);
  const connection = new Client({ connectionString: url });
  await connection.connect();
  return {
    world,
    suspend: (ms: number) => (suspendedMs += ms),
    /** The one of the lease that began last. */
    async end() {
      const { rows } = await connection.query<{ end: string }>(
        "SELECT max(expires_at) AS end FROM lease_groups",
      );
      return Number(rows[0]?.end);
    },
    async close() {
      await connection.end();
      await store.close();
    },
  };
}

test("a lease that begins just after a suspend ends when it should", async () => {
  const { world, suspend, end, close } = await suspendable();
  const to = await world.destination({ timeout_seconds: 10 });
  await world.claim();

  await world.sendOne(to);
  suspend(8 * HOUR);
  const { deliveries } = await world.claim();
  expect(await end()).toBe(deliveries[0]?.lease.expires_at);

  world.pass(SECOND);
  suspend(8 * HOUR);
  const [result] = await world.commit([await world.newEvent([to])], { handOff: 1 });
  expect(result).toMatchObject({ deliveries: [{ lease: { expires_at: await end() } }] });

  world.pass(SECOND);
  await world.sendOne(to);
  suspend(8 * HOUR);
  const settlement = world.settlement(must(deliveries[0]), { status: "succeeded" });
  const options = { limit: 1, shares: UNSHARED, leaseSlackMs: 30 * SECOND, probeIntervalMs: HOUR };
  const { next } = await world.store.settle([settlement], world.now, options);
  expect(next.map(({ lease }) => lease.expires_at)).toEqual([await end()]);
  await close();
});
