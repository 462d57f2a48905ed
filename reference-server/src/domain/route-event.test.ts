import { expect, test } from "vitest";
import type { Subscription } from "./domain.js";
import { FilterBudgetError, FilterWork, MAX_FILTER_VISITS } from "./filter-work.js";
import { compileRoute, type FilterProblem, type OnFilterError } from "./route-event.js";

let count = 0;
function subscription(over: Partial<Subscription>): Subscription {
  const id = `sub_${count++}`;
  const fixed = {
    environment_id: 1,
    tenant: null,
    destination_id: "dest_a",
    filter: null,
    status: "active" as const,
    created_at: 0,
    updated_at: 0,
  };
  return { id, event_type: "order.created", ...fixed, ...over };
}

/** A route of events without a tenant, unless one is given. */
function routeOf(subscriptions: Subscription[], onFilterError: OnFilterError) {
  const route = compileRoute(subscriptions, { onFilterError, isInternal: (type) => type === "internal" });
  return (
    type: string,
    body: Buffer,
    { work, tenant = null }: { work?: FilterWork; tenant?: string | null } = {},
  ) => route({ type, body, tenant }, work);
}

const json = JSON.stringify;
const noError: OnFilterError = ({ error }) => {
  throw error;
};
const body = (value: unknown) => Buffer.from(JSON.stringify(value));

test("by exact type and by wildcard, each destination once however many of its subscriptions match", () => {
  const route = routeOf(
    [
      subscription({}),
      subscription({ event_type: "order.*" }),
      subscription({ destination_id: "dest_b", event_type: "order.**" }),
      subscription({ destination_id: "dest_c", event_type: "invoice.*" }),
      subscription({ destination_id: "dest_d", event_type: "**" }),
    ],
    noError,
  );
  expect(route("order.created", body(1))).toEqual(["dest_a", "dest_b", "dest_d"]);
  expect(route("order.line_item.added", body(1))).toEqual(["dest_b", "dest_d"]);
  expect(route("customer.created", body(1))).toEqual(["dest_d"]);
});

test("Harbor's own events go only where harbor is asked for", () => {
  const route = routeOf(
    [subscription({ event_type: "**" }), subscription({ destination_id: "dest_b", event_type: "harbor.**" })],
    noError,
  );
  expect(route("harbor.destination.paused", body(null))).toEqual(["dest_b"]);
});

test("a stored filter that does not compile is a reported non-match, and does not affect others", () => {
  const reported: string[] = [];
  const route = routeOf(
    [subscription({ filter: json({ "$.a": { $lt: null } }) }), subscription({ destination_id: "dest_b" })],
    ({ destinationId }) => reported.push(destinationId),
  );
  expect(route("order.created", body({ a: 1 }))).toEqual(["dest_b"]);
  expect(reported).toEqual(["dest_a"]);
});

test("a destination whose filter says no is still reached by its other subscription", () => {
  const route = routeOf(
    [
      subscription({ filter: json({ "$.amount": { $gt: 100 } }) }),
      subscription({ event_type: "order.*", filter: json({ "$.vip": true }) }),
    ],
    noError,
  );
  expect(route("order.created", body({ amount: 101 }))).toEqual(["dest_a"]);
  expect(route("order.created", body({ amount: 1, vip: true }))).toEqual(["dest_a"]);
  expect(route("order.created", body({ amount: 1 }))).toEqual([]);
});

test("a filter that cannot be evaluated is a non-match that is reported, and does not affect others", () => {
  const problems: string[] = [];
  const route = routeOf(
    [subscription({ filter: json({ "$.a": 1 }) }), subscription({ destination_id: "dest_b" })],
    ({ destinationId }) => problems.push(destinationId),
  );
  expect(route("order.created", Buffer.from("not JSON"))).toEqual(["dest_b"]);
  expect(problems).toEqual(["dest_a"]);
});

test("a destination that one subscription already matches needs no filter of another", () => {
  const route = routeOf(
    [subscription({ filter: json({ "$.a": 1 }) }), subscription({ event_type: "order.*" })],
    noError,
  );
  expect(route("order.created", Buffer.from("not JSON"))).toEqual(["dest_a"]);
});

test("an event whose filters cost too much goes where the cheap ones match, and is reported once", () => {
  const heavy = json({ $or: Array.from({ length: 10 }, (_, n) => ({ "$.list[*][*]": n + 2 })) });
  const problems: FilterProblem[] = [];
  const route = routeOf(
    [
      ...Array.from({ length: 20 }, (_, n) =>
        subscription({ destination_id: `dest_heavy_${n}`, filter: heavy }),
      ),
      subscription({ destination_id: "dest_cheap", filter: json({ "$.id": 7 }) }),
      subscription({ destination_id: "dest_open" }),
    ],
    (problem) => problems.push(problem),
  );
  const work = new FilterWork();
  const list = Array.from({ length: 60_000 }, () => [1]);
  expect(route("order.created", body({ id: 7, list }), { work })).toEqual(["dest_open", "dest_cheap"]);
  expect(problems).toEqual([
    { destinationId: "dest_heavy_0", pattern: "order.created", error: expect.any(FilterBudgetError) },
  ]);
  expect(work.visits).toBeLessThan(MAX_FILTER_VISITS * 1.5);
});

test("without filters the body is not even parsed", () => {
  expect(routeOf([subscription({})], noError)("order.created", Buffer.from("not JSON"))).toEqual(["dest_a"]);
});

test("an event of a tenant goes to its destinations and to those without a tenant, any other only to the latter", () => {
  const route = routeOf(
    [
      subscription({ destination_id: "dest_own" }),
      subscription({ destination_id: "dest_acme", tenant: "acme" }),
      subscription({ destination_id: "dest_acme_any", tenant: "acme", event_type: "**" }),
      subscription({ destination_id: "dest_globex", tenant: "globex", filter: json({ "$.a": 1 }) }),
    ],
    noError,
  );
  const to = (tenant: string | null) => route("order.created", body({ a: 1 }), { tenant });
  expect(to("acme")).toEqual(["dest_own", "dest_acme", "dest_acme_any"]);
  expect(to("globex")).toEqual(["dest_own", "dest_globex"]);
  expect(to("initech")).toEqual(["dest_own"]);
  expect(to(null)).toEqual(["dest_own"]);
});

test("an event of an internal type goes to no destination of a tenant", () => {
  const subscriptions = [
    subscription({ destination_id: "dest_own", event_type: "*" }),
    subscription({ destination_id: "dest_acme", event_type: "*", tenant: "acme" }),
  ];
  const route = routeOf(subscriptions, noError);
  expect(route("internal", body(1), { tenant: "acme" })).toEqual(["dest_own"]);
  expect(route("other", body(1), { tenant: "acme" })).toEqual(["dest_own", "dest_acme"]);
});
