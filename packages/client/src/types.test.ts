import { expectTypeOf, test } from "vitest";
import type {
  Delivery,
  DeliveryWithRetries,
  Destination,
  DestinationWithSecret,
  EventInput,
  EventOf,
  EventWithDeliveries,
  Harbor,
  HarborError,
  HarborList,
  HarborPromise,
  HarborResponse,
  HarborStream,
  operations,
  Page,
  StreamEvent,
} from "./index.js";

declare const harbor: Harbor;
type Json<Response> = Response extends { content: { "application/json": infer Body } } ? Body : never;

/** Compiled, never run: `tsc` is the judge. */
const compiled = (check: () => unknown) => expectTypeOf(check).toBeFunction();

test("methods return the resource of the specification", () =>
  compiled(() => {
    const created = harbor.destinations.create({ url: "https://a.example" });
    expectTypeOf(created).toEqualTypeOf<HarborPromise<DestinationWithSecret>>();
    expectTypeOf(created).toExtend<Promise<Json<operations["createDestination"]["responses"][201]>>>();
    expectTypeOf(created.withResponse()).toEqualTypeOf<Promise<HarborResponse<DestinationWithSecret>>>();
    expectTypeOf(harbor.destinations.get("dest_1")).resolves.toEqualTypeOf<Destination>();
    expectTypeOf(harbor.destinations.delete("dest_1")).resolves.toEqualTypeOf<void>();
    expectTypeOf(harbor.events.send({ type: "a", body: 1 })).resolves.toEqualTypeOf<EventWithDeliveries>();
    expectTypeOf(harbor.deliveries.get("del_1")).resolves.toEqualTypeOf<DeliveryWithRetries>();
  }));

test("a secret is only in the responses that show it", () =>
  compiled(() => {
    expectTypeOf<DestinationWithSecret>().toHaveProperty("signing_secret");
    expectTypeOf<Destination>().not.toHaveProperty("signing_secret");
  }));

test("lists are pages when awaited and items when iterated", () =>
  compiled(async () => {
    const list = harbor.deliveries.list({ status: "dead", limit: 5 });
    expectTypeOf(list).toEqualTypeOf<HarborList<Delivery>>();
    expectTypeOf(await list).toEqualTypeOf<Page<Delivery>>();
    expectTypeOf(await list.toArray({ limit: 1 })).toEqualTypeOf<Delivery[]>();
    for await (const item of list) expectTypeOf(item).toEqualTypeOf<Delivery>();
    for await (const page of list.pages()) expectTypeOf(page).toEqualTypeOf<Page<Delivery>>();
  }));

test("the name of a stream event determines its data", () =>
  compiled(async () => {
    expectTypeOf(harbor.stream.deliveries()).toEqualTypeOf<HarborStream<StreamEvent>>();
    for await (const { event, data } of harbor.stream.deliveries()) {
      if (event === "delivery") expectTypeOf(data).toEqualTypeOf<Delivery>();
    }
  }));

test("values that a newer server sends compile, and the known ones are literals", () =>
  compiled(() => {
    expectTypeOf<"url_not_reachable">().toExtend<HarborError["code"]>();
    expectTypeOf<"timeout">().toExtend<HarborError["code"]>();
    expectTypeOf<"code_of_tomorrow">().toExtend<HarborError["code"]>();
    expectTypeOf<"dead">().toExtend<Delivery["status"]>();
    expectTypeOf<"status_of_tomorrow">().toExtend<Delivery["status"]>();
    expectTypeOf<"reason_of_tomorrow">().toExtend<Destination["paused_reason"]>();
    expectTypeOf<number>().not.toExtend<Delivery["status"]>();
  }));

test("mistakes do not compile", () =>
  compiled(() => [
    // @ts-expect-error: url is required
    harbor.destinations.create({ name: "a" }),
    // @ts-expect-error: unknown field
    harbor.destinations.create({ url: "https://a.example", nmae: "a" }),
    // @ts-expect-error: unknown state
    harbor.destinations.update("dest_1", { status: "off" }),
    // @ts-expect-error: an id is required
    harbor.destinations.get(),
    // @ts-expect-error: unknown filter
    harbor.deliveries.list({ state: "dead" }),
    // @ts-expect-error: toArray needs its limit
    harbor.events.list().toArray(),
    // @ts-expect-error: type is a string
    harbor.events.send({ type: 1, body: 1 }),
  ]));

test("an event has every field of the API", () => {
  expectTypeOf<keyof EventOf<string, unknown>>().toEqualTypeOf<keyof EventInput>();
});
