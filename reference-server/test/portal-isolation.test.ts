import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenedStream } from "./event-stream.js";
import { action, listAll, markerOf, type Row, type Tenant, TENANTS, World } from "./portal-world.js";
import { type Receiver, startReceiver } from "./receiver.js";
import { type Api, startTestServer, type TestServer } from "./test-server.js";

// The seed is fixed so that a failure is everybody's; HARBOR_ISOLATION_SEED and HARBOR_ISOLATION_RUNS look further.
const seed = Number(process.env.HARBOR_ISOLATION_SEED ?? 20_260_302);
const numRuns = Number(process.env.HARBOR_ISOLATION_RUNS ?? 8);
let server: TestServer;
let receiver: Receiver;

beforeAll(async () => {
  server = await startTestServer();
  receiver = await startReceiver();
  // A header of the destination decides the response.
  receiver.respondWith((response, { headers }) => {
    response.writeHead(Number(headers["x-respond"] ?? 200)).end();
  });
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);

/** The rows that one tenant should see, out of those that the admin key sees. */
async function expectedOf(world: World, owner: Tenant) {
  const isOwned = ({ destination_id }: Row) => world.tenantOf.get(destination_id ?? "") === owner;
  const deliveries = (await listAll(world.admin, "/deliveries")).filter(isOwned);
  const eventIds = new Set(deliveries.map(({ event_id }) => event_id));
  return {
    deliveries,
    dead: (await listAll(world.admin, "/dlq")).filter(isOwned),
    events: (await listAll(world.admin, "/events")).filter(({ id }) => eventIds.has(id)),
    destinations: (await listAll(world.admin, "/destinations")).filter((row) => row.tenant === owner),
    subscriptions: (await listAll(world.admin, "/subscriptions")).filter((row) => row.tenant === owner),
  };
}

async function checkLists(world: World, owner: Tenant, api: Api): Promise<void> {
  const expected = await expectedOf(world, owner);
  for (const limit of [1, 3, 100]) {
    expect(await listAll(api, "/deliveries", limit)).toEqual(expected.deliveries);
    expect(await listAll(api, "/dlq", limit)).toEqual(expected.dead);
    expect(await listAll(api, "/events", limit)).toEqual(expected.events);
    expect(await listAll(api, `/subscriptions?tenant=${owner ?? ""}`, limit)).toEqual(expected.subscriptions);
    const destinations = await listAll(api, "/destinations", limit);
    expect(destinations).toEqual(expected.destinations.map((row) => ({ ...row, metadata: null, uid: null })));
  }
  for (const status of ["pending", "retrying", "succeeded", "dead"]) {
    const wanted = expected.deliveries.filter((row) => row.status === status);
    expect(await listAll(api, `/deliveries?status=${status}`, 2)).toEqual(wanted);
  }
  for (const id of world.tenantOf.keys()) {
    const of = (rows: Row[]) => rows.filter(({ destination_id }) => destination_id === id);
    expect(await listAll(api, `/deliveries?destination_id=${id}`)).toEqual(of(expected.deliveries));
    expect(await listAll(api, `/dlq?destination_id=${id}`)).toEqual(of(expected.dead));
  }
}

/** Every id is found by its tenant and by no other. */
async function checkSingles(world: World, owner: Tenant, api: Api): Promise<void> {
  const expected = await expectedOf(world, owner);
  const { admin } = world;
  for (const [list, seen] of [
    ["/deliveries", expected.deliveries],
    ["/events", expected.events],
    ["/destinations", expected.destinations],
    ["/subscriptions", expected.subscriptions],
  ] as const) {
    const visible = new Set(idsOf(seen));
    for (const { id } of await listAll(admin, list)) {
      const found = await api.get(`${list}/${id}`);
      expect([id, found.status]).toEqual([id, visible.has(id) ? 200 : 404]);
      if (list === "/events" && found.status === 200) {
        const own = expected.deliveries.filter(({ event_id }) => event_id === id);
        expect(idsOf(found.body.deliveries)).toEqual(idsOf(own).sort());
      }
    }
  }
}

async function checkCounts(world: World, owner: Tenant, api: Api): Promise<void> {
  const { totals, dlq_depth, groups, backlog } = (await api.get("/stats?group_by=destination")).body;
  const admins = (await world.admin.get("/stats?group_by=destination")).body.groups as {
    destination_id: string;
  }[];
  const owned = admins.filter(({ destination_id }) => world.tenantOf.get(destination_id) === owner);
  expect(groups).toEqual(owned);
  const ofTenant = (await world.admin.get(`/stats?tenant=${owner ?? ""}`)).body;
  expect({ totals, dlq_depth, backlog }).toMatchObject({
    totals: ofTenant.totals,
    dlq_depth: ofTenant.dlq_depth,
    backlog: { due: ofTenant.backlog.due },
  });
  const { data } = (await api.get("/dlq/groups")).body;
  const dead = (await world.admin.get("/dlq/groups")).body.data as { destination_id: string }[];
  expect(data).toEqual(dead.filter(({ destination_id }) => world.tenantOf.get(destination_id) === owner));
}

/** All changes of what it sees, in an order of their own, and no others. */
async function checkStream(world: World, owner: Tenant, stream: OpenedStream): Promise<void> {
  const { deliveries } = await expectedOf(world, owner);
  const lastOf = () => new Map(stream.events().map(({ data }) => [data.id, data]));
  await expect
    .poll(() => deliveries.filter(({ id, status }) => lastOf().get(id)?.status !== status), {
      timeout: 10_000,
    })
    .toEqual([]);
  expect(new Set(stream.events().map(({ data }) => world.tenantOf.get(String(data.destination_id))))).toEqual(
    new Set(deliveries.length > 0 ? [owner] : []),
  );
  const numbers = stream.events().map(({ id = "" }) => Number(id.split("-").at(-1)));
  expect(numbers).toEqual(numbers.map((_, at) => at));
}

/** No response to a session contains anything that was noted about the sender's or another tenant's resources. */
async function checkText(owner: Tenant, { api, stream }: { api: Api; stream: OpenedStream }) {
  const foreign = [...TENANTS, null].filter((other) => other !== owner).map(markerOf);
  const texts = [JSON.stringify(stream.events())];
  for (const path of ["/destinations", "/subscriptions", "/events", "/deliveries", "/dlq", "/stats"])
    texts.push((await api.get(path)).text);
  for (const text of texts)
    for (const marker of [...foreign, "marker-metadata", "marker-uid"]) expect(text).not.toContain(marker);
}

/** A cursor or a stream's position of one session leads nowhere in another one, nor for a key. */
async function checkCursors(world: World, owner: Tenant, api: Api): Promise<void> {
  const others = [
    world.admin,
    ...[...world.sessions].flatMap(([of, { api: one }]) => (of === owner ? [] : [one])),
  ];
  for (const list of ["/destinations", "/subscriptions", "/events", "/deliveries", "/dlq"]) {
    const { next_cursor: cursor } = (await api.get(`${list}?limit=1`)).body;
    if (cursor === null) continue;
    for (const other of others) {
      const refused = await other.get(`${list}?limit=1&cursor=${cursor as string}`);
      expect(refused.body.error.code).toBe("invalid_cursor");
    }
  }
}

/** An event of a tenant has deliveries to destinations of this tenant and to the sender's own only. */
async function checkRouting(world: World): Promise<void> {
  for (const { tenant: of, destination_id } of await listAll(world.admin, "/deliveries")) {
    const to = world.tenantOf.get(destination_id ?? "");
    expect(to === null || to === of).toBe(true);
  }
}

async function check(world: World): Promise<void> {
  await checkRouting(world);
  for (const [owner, session] of world.sessions) {
    await checkLists(world, owner, session.api);
    await checkSingles(world, owner, session.api);
    await checkCounts(world, owner, session.api);
    await checkStream(world, owner, session.stream);
    await checkText(owner, session);
    await checkCursors(world, owner, session.api);
  }
}

it("nothing crosses from one tenant to another, or from the sender", { timeout: 240_000 }, async () => {
  const plan = fc.array(action, { minLength: 10, maxLength: 30, size: "max" });
  await fc.assert(
    fc.asyncProperty(plan, async (actions) => {
      const world = await World.create(server, receiver);
      for (const each of actions) await world.act(each);
      await world.settled();
      await check(world);
      for (const { stream } of world.sessions.values()) await stream.close();
    }),
    { seed, numRuns },
  );
});
