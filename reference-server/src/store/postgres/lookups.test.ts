import { Client } from "pg";
import { expect, test } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { must } from "../conformance/values.js";
import { World } from "../conformance/world.js";
import type { DeliveryFilter } from "../store.js";
import type { Reader } from "./database.js";
import { listDeliveries } from "./delivery-lists.js";
import { openPostgres } from "./open.js";

const postgres = useTestPostgres();

const TABLES = ["events", "deliveries", "attempts", "queue", "dead", "lease_groups"];
const EVENTS = 1500;
/** A list that looks up all of these deliveries reads four blocks for each. */
const MOST_BLOCKS = 5 * EVENTS;

test("lists look rows up by their keys while the planner takes the tables for empty ones", async () => {
  const database = await postgres.create();
  const admin = new Client(database.url);
  await admin.connect();
  for (const table of TABLES) await admin.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
  const store = openPostgres({ url: database.url });
  await store.migrate();
  const world = await World.create(store);
  const to = await world.destination({ max_concurrent_deliveries: EVENTS });
  const fill = async () => {
    await world.commit([
      ...(await world.newEvents([to], EVENTS / 2, { tenant: "acme", type: "order.created" })),
      ...(await world.newEvents([to], EVENTS / 2, { type: "order.paid" })),
    ]);
  };
  await fill();
  for (const table of TABLES) await admin.query(`DELETE FROM ${table}; ANALYZE ${table}`);
  await fill();

  const blocksOf = async (filter: Partial<DeliveryFilter>) => {
    const inEnvironment = { environmentId: world.test.id, owned: false, notBefore: 0, ...filter };
    const reader = explaining(admin);
    await listDeliveries(reader, inEnvironment, { after: null, limit: 50 });
    return reader.blocks();
  };
  const rare = { tenant: "acme", event_type: "order.paid" };
  expect(await blocksOf({ ...rare, status: "pending" })).toBeLessThan(MOST_BLOCKS);
  const { deliveries } = await world.claim({ limit: EVENTS });
  const isPaid = ({ event_type }: { event_type: string }) => event_type === "order.paid";
  await world.succeed(...deliveries.filter(isPaid));
  await world.reject(...deliveries.filter((each) => !isPaid(each)));
  expect(await blocksOf({ status: "dead" })).toBeLessThan(MOST_BLOCKS);
  expect(await blocksOf({ tenant: "acme", status: "succeeded" })).toBeLessThan(MOST_BLOCKS);

  await store.close();
  await admin.end();
  await database.release();
}, 60_000);

/** Runs statements, and counts the blocks that those of lists read. */
function explaining(client: Client): Reader & { blocks: () => number } {
  let blocks = 0;
  const all = async <Row>(sql: string, values: readonly unknown[] = []) =>
    (await client.query(sql, [...values])).rows as Row[];
  return {
    all,
    one: async <Row>(sql: string, values?: readonly unknown[]) => (await all<Row>(sql, values))[0],
    page: async <Row>(sql: string, values: readonly unknown[]) => {
      const explained = await all<{ "QUERY PLAN": [{ Plan: { "Shared Hit Blocks": number } }] }>(
        `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`,
        values,
      );
      blocks += must(explained[0])["QUERY PLAN"][0].Plan["Shared Hit Blocks"];
      return await all<Row>(sql, values);
    },
    blocks: () => blocks,
  };
}
