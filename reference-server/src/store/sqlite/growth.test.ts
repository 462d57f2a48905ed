import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Destination } from "../../domain/domain.js";
import { World } from "../conformance/world.js";
import type { DeliveryFilter, Store } from "../store.js";
import { Connection, Query } from "./connection.js";
import { openSqlite } from "./open.js";

const SUCCEEDED = 20_000;
/** A list reads the environment, then the end of its stretch and its page. */
const STATEMENTS_OF_A_PAGE = 4;

let store: Store;
let world: World;
let busy: Destination;
let quiet: Destination;
const connections: Connection[] = [];
const writing = Connection.prototype.writing;

beforeEach(async () => {
  vi.spyOn(Connection.prototype, "writing").mockImplementation(function (this: Connection, run) {
    connections.push(this);
    return writing.call(this, run);
  });
  store = openSqlite({ file: ":memory:" });
  await store.migrate();
  world = await World.create(store);
  busy = await world.destination();
  quiet = await world.destination();
  const [sample] = await world.send([busy]);
  if (sample === undefined) throw new Error("Expected a delivery.");
  await world.succeed(...(await world.claim()).deliveries);
  const db = connections.at(-1);
  if (db === undefined) throw new Error("Expected a connection.");
  // Older than the sample, so that it is not found by chance.
  const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${SUCCEEDED})`;
  const olderId = (prefix: string) => `'${prefix}_' || substr('${sample.id}', 5, 10) || printf('%016d', i)`;
  db.exec(`
    INSERT INTO events (seq, environment_id, id, type, created_at, body)
    ${numbers} SELECT 100 + i, environment_id, ${olderId("evt")}, type, created_at, body FROM n, events WHERE seq = 1;
    INSERT INTO deliveries ${numbers} SELECT 100 + i, environment_id, ${olderId("del")}, 100 + i, event_type, destination_seq,
      created_at, tenant FROM n, deliveries WHERE seq = 1;
    INSERT INTO attempts ${numbers} SELECT 100 + i, 0, environment_id, destination_seq, ${olderId("del")}, attempt_trigger,
      started_at, settled_at, latency_ms, response_code, error, outcome, retry_count, response_body, request_headers, response_headers
      FROM n, attempts WHERE delivery_seq = 1;`);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await store.close();
});

/** Statements that the list of one page takes. */
async function statementsOf(run: () => Promise<unknown>): Promise<number> {
  const [get, all] = [vi.spyOn(Query.prototype, "get"), vi.spyOn(Query.prototype, "all")];
  await run();
  const count = get.mock.calls.length + all.mock.calls.length;
  get.mockRestore();
  all.mockRestore();
  return count;
}

test("a list finds that there is nothing without walking through what there is", async () => {
  const filters: DeliveryFilter[] = [
    { notBefore: 0, destination_id: busy.id, status: "pending" },
    { notBefore: 0, destination_id: busy.id, status: "retrying" },
    { notBefore: 0, destination_id: busy.id, status: "dead" },
    { notBefore: 0, destination_id: quiet.id, status: "succeeded" },
    { notBefore: 0, destination_id: quiet.id },
    { notBefore: 0, tenant: "acme" },
    { notBefore: 0, tenant: "acme", status: "dead" },
    { notBefore: 0, status: "pending" },
    { notBefore: 0, status: "retrying" },
    { notBefore: 0, status: "dead" },
    { notBefore: 0, event_type: "never.sent" },
  ];
  for (const filter of filters) {
    const statements = await statementsOf(async () => {
      const { items } = await store.deliveries.list(world.test.id, filter, { after: null, limit: 25 });
      expect(items).toEqual([]);
    });
    expect([filter, statements <= STATEMENTS_OF_A_PAGE]).toEqual([filter, true]);
  }
  const events = { notBefore: 0, type: "never.sent" };
  const statements = await statementsOf(() =>
    store.events.list(world.test.id, events, { after: null, limit: 25 }),
  );
  expect(statements).toBeLessThanOrEqual(STATEMENTS_OF_A_PAGE);
});

test("a full page takes the same, at any depth", async () => {
  const filters: DeliveryFilter[] = [
    { notBefore: 0 },
    { notBefore: 0, destination_id: busy.id },
    { notBefore: 0, destination_id: busy.id, status: "succeeded" },
    { notBefore: 0, status: "succeeded" },
    { notBefore: 0, event_type: "order.created" },
  ];
  const { items } = await store.deliveries.list(
    world.test.id,
    { notBefore: 0 },
    { after: null, limit: 5000 },
  );
  const deep = items.at(-1)?.id ?? null;
  for (const filter of filters) {
    for (const after of [null, deep]) {
      const statements = await statementsOf(async () => {
        const page = await store.deliveries.list(world.test.id, filter, { after, limit: 25 });
        expect(page.items).toHaveLength(25);
      });
      expect([filter, statements <= STATEMENTS_OF_A_PAGE]).toEqual([filter, true]);
    }
  }
});

test("the causes of a tenant's dead deliveries are counted without reading those of the others", async () => {
  const db = connections.at(-1);
  const { id } = world.test;
  const owner = { environmentId: id, owner: "acme" };
  for (const [scope, filter] of [
    [id, { tenant: "acme" }],
    [owner, {}],
    [owner, { destination_id: busy.id }],
  ] as const) {
    const query = vi.spyOn(Connection.prototype, "query");
    await store.deliveries.groupDead(scope, { notBefore: 0, ...filter }, 100);
    const texts = query.mock.calls.map(([sql]) => sql).filter((sql) => sql.includes("FROM dead"));
    query.mockRestore();
    expect(texts.length).toBeGreaterThan(0);
    const plans = texts.flatMap((sql) => planOf(db, sql));
    const ofAll = /dead_by_cause|dead_of_environment \(environment_id=\? AND delivery_id>/;
    expect(plans.filter((detail) => ofAll.test(detail))).toEqual([]);
  }
});

function planOf(db: Connection | undefined, sql: string): string[] {
  const nothing = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, null]));
  const steps = db?.prepare<[typeof nothing], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(nothing);
  return steps?.map(({ detail }) => detail) ?? [];
}
