import { expect, test } from "vitest";
import type { Subscription } from "./domain.js";
import { compileRoute, type OnFilterError } from "./route-event.js";

let count = 0;
function subscription(over: Partial<Subscription>): Subscription {
  const id = `sub_${count++}`;
  const fixed = {
    environment_id: 1,
    destination_id: "dest_a",
    filter: null,
    status: "active" as const,
    created_at: 0,
    updated_at: 0,
  };
  return { id, event_type: "order.created", ...fixed, ...over };
}

const noError: OnFilterError = ({ error }) => {
  throw error;
};
const body = (value: unknown) => Buffer.from(JSON.stringify(value));

test("by exact type and by wildcard, each destination once however many of its subscriptions match", () => {
  const route = compileRoute(
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
  const route = compileRoute(
    [subscription({ event_type: "**" }), subscription({ destination_id: "dest_b", event_type: "harbor.**" })],
    noError,
  );
  expect(route("harbor.destination.paused", body(null))).toEqual(["dest_b"]);
});

test("a stored filter that does not compile is a reported non-match, and nobody else's trouble", () => {
  const reported: string[] = [];
  const route = compileRoute(
    [subscription({ filter: { "$.a": { $lt: null } } }), subscription({ destination_id: "dest_b" })],
    ({ destinationId }) => reported.push(destinationId),
  );
  expect(route("order.created", body({ a: 1 }))).toEqual(["dest_b"]);
  expect(reported).toEqual(["dest_a"]);
});

test("a destination whose filter says no is still reached by its other subscription", () => {
  const route = compileRoute(
    [
      subscription({ filter: { "$.amount": { $gt: 100 } } }),
      subscription({ event_type: "order.*", filter: { "$.vip": true } }),
    ],
    noError,
  );
  expect(route("order.created", body({ amount: 101 }))).toEqual(["dest_a"]);
  expect(route("order.created", body({ amount: 1, vip: true }))).toEqual(["dest_a"]);
  expect(route("order.created", body({ amount: 1 }))).toEqual([]);
});

test("a filter that cannot be evaluated is a non-match that is reported, and costs nobody else", () => {
  const problems: string[] = [];
  const route = compileRoute(
    [subscription({ filter: { "$.a": 1 } }), subscription({ destination_id: "dest_b" })],
    ({ destinationId }) => problems.push(destinationId),
  );
  expect(route("order.created", Buffer.from("not JSON"))).toEqual(["dest_b"]);
  expect(problems).toEqual(["dest_a"]);
});

test("without filters the body is not even parsed", () => {
  expect(compileRoute([subscription({})], noError)("order.created", Buffer.from("not JSON"))).toEqual([
    "dest_a",
  ]);
});
