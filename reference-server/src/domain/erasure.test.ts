import { expect, it } from "vitest";
import { compileErasures } from "./erasure.js";

const delivery = { event_id: "evt_a", tenant: "acme", version: 5 };

it("knows the events that were erased one by one, whenever they were leased", () => {
  const isErased = compileErasures([{ event_id: "evt_a", tenant: null, version: 4 }]);
  expect(isErased(delivery)).toBe(true);
  expect(isErased({ ...delivery, event_id: "evt_b" })).toBe(false);
});

it("knows the events of a tenant by the version under which they were leased", () => {
  const isErased = compileErasures([
    { event_id: null, tenant: "acme", version: 6 },
    { event_id: null, tenant: "acme", version: 3 },
  ]);
  expect(isErased(delivery)).toBe(true);
  expect(isErased({ ...delivery, version: 6 })).toBe(false);
  expect(isErased({ ...delivery, tenant: "globex" })).toBe(false);
  expect(isErased({ ...delivery, tenant: null })).toBe(false);
});

it("knows nothing without erasures", () => {
  expect(compileErasures([])(delivery)).toBe(false);
});
