import { expect, it } from "vitest";
import type { EventType } from "../../domain/domain.js";
import type { Fixture, World } from "./world.js";

const LIMIT = 1000;
const FIRST = { after: null, limit: 10 };

function entry(world: World, fields: Partial<EventType> = {}): EventType {
  return {
    environment_id: world.test.id,
    type: "order.created",
    description: "An order was placed.",
    group: "orders",
    visibility: "public",
    schema: '{ "type": "object", "minimum": 12345678901234567890 }',
    example: '{"a":1.0}',
    deprecated: true,
    validation: "enforce",
    ...fields,
  };
}

export function eventTypeRules({ world: current, reopen }: Fixture): void {
  const put = (fields?: Partial<EventType>, limit = LIMIT) =>
    current().store.eventTypes.put({ eventType: entry(current(), fields), limit });

  it("keep every field, across a restart, and bump the version", async () => {
    const world = current();
    const version = await world.versionOf(world.test);
    expect(await put()).toBe("created");
    expect(await world.versionOf(world.test)).toBeGreaterThan(version);
    await reopen();
    expect(await world.store.eventTypes.get(world.test.id, "order.created")).toEqual(entry(world));
    const { eventTypes } = await world.store.snapshot(world.test.id);
    const schema_id = expect.any(String) as string;
    expect(eventTypes).toEqual([
      { type: "order.created", visibility: "public", validation: "enforce", schema_id },
    ]);
  });

  it("are replaced as a whole", async () => {
    const world = current();
    await put();
    const before = (await world.store.snapshot(world.test.id)).eventTypes[0]?.schema_id;
    const bare = {
      description: null,
      group: null,
      schema: null,
      example: null,
      deprecated: false,
      validation: "off",
      visibility: "internal",
    } as const;
    expect(await put(bare)).toBe("replaced");
    expect(await world.store.eventTypes.get(world.test.id, "order.created")).toEqual(entry(world, bare));
    expect((await world.store.snapshot(world.test.id)).eventTypes[0]?.schema_id).toBeNull();
    await put();
    expect((await world.store.snapshot(world.test.id)).eventTypes[0]?.schema_id).toBe(before);
  });

  it("are at most as many as the limit, which does not count one that is replaced", async () => {
    const world = current();
    expect(await put({ type: "a" }, 2)).toBe("created");
    expect(await put({ type: "b" }, 2)).toBe("created");
    const version = await world.versionOf(world.test);
    expect(await put({ type: "c" }, 2)).toBe("over_event_type_limit");
    expect(await world.versionOf(world.test)).toBe(version);
    expect(await put({ type: "b" }, 2)).toBe("replaced");
    expect(await put({ type: "c", environment_id: world.live.id }, 2)).toBe("created");
  });

  it("list by type, page by page, within the bytes of a page", async () => {
    const { store, test } = current();
    for (const type of ["b", "a.b", "a", "a-b"]) await put({ type });
    const types = async (page: object) => {
      const { items, more } = await store.eventTypes.list(test.id, { ...FIRST, ...page });
      return [items.map(({ type }) => type), more];
    };
    expect(await types({})).toEqual([["a", "a-b", "a.b", "b"], false]);
    expect(await types({ limit: 2 })).toEqual([["a", "a-b"], true]);
    expect(await types({ limit: 2, after: "a-b" })).toEqual([["a.b", "b"], false]);
    expect(await types({ maxBytes: 1 })).toEqual([["a"], true]);
    expect(await types({ maxBytes: 150 })).toEqual([["a", "a-b"], true]);
    expect(await types({ after: "b" })).toEqual([[], false]);
  });

  it("are seen by their own environment only, internal ones not by a tenant", async () => {
    const { store, test, live } = current();
    await put({ type: "a" });
    await put({ type: "b", visibility: "internal" });
    expect(await store.eventTypes.get(live.id, "a")).toBeNull();
    expect((await store.eventTypes.list(live.id, FIRST)).items).toEqual([]);
    const scope = { environmentId: test.id, owner: "acme" };
    expect(await store.eventTypes.get(scope, "a")).not.toBeNull();
    expect(await store.eventTypes.get(scope, "b")).toBeNull();
    expect((await store.eventTypes.list(scope, FIRST)).items).toMatchObject([{ type: "a" }]);
  });

  it("go for good, once", async () => {
    const world = current();
    await put();
    const version = await world.versionOf(world.test);
    const remove = (environment = world.test) =>
      world.store.eventTypes.delete(environment.id, "order.created");
    expect(await remove(world.live)).toBe(false);
    expect(await remove()).toBe(true);
    const after = await world.versionOf(world.test);
    expect(after).toBeGreaterThan(version);
    expect(await remove()).toBe(false);
    expect(await world.versionOf(world.test)).toBe(after);
    expect((await world.store.snapshot(world.test.id)).eventTypes).toEqual([]);
  });
}
