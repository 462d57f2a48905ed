import { describe, expect, it } from "vitest";
import { replaceSubscriptions } from "./replace-subscriptions.js";

const named = (id: number, event_type: string, filter: string | null = null) => ({ id, event_type, filter });

describe("replaceSubscriptions", () => {
  it("keeps what is equal, removes the others and adds what is new", () => {
    const current = [named(1, "a"), named(2, "b"), named(3, "b", '{"$.x":1}')];
    const wanted = [named(4, "b"), named(5, "c"), named(6, "b", '{"$.x":2}')];
    expect(replaceSubscriptions(current, wanted)).toEqual({
      removed: [current[0], current[2]],
      added: [wanted[1], wanted[2]],
    });
    expect(replaceSubscriptions(current, [])).toEqual({ removed: current, added: [] });
    expect(replaceSubscriptions([], wanted)).toEqual({ removed: [], added: wanted });
  });

  it.each([
    ['{"$.x":1,"$.y":{"$in":[1,2]}}', '{ "$.y": { "$in": [1, 2.0] }, "$.x": 1e0 }', true],
    ['{"$.x":"\\u0041"}', '{"$.x":"A"}', true],
    ['{"$.x":12345678901234567890}', '{"$.x":12345678901234567891}', false],
    ['{"$.y":{"$in":[1,2]}}', '{"$.y":{"$in":[2,1]}}', false],
    ['{"$.x":1}', '{"$.x":"1"}', false],
    ["{}", null, false],
  ])("compares the filters by their values: %s and %s", (before, after, isSame) => {
    const { removed, added } = replaceSubscriptions([named(1, "a", before)], [named(2, "a", after)]);
    expect([removed.length, added.length]).toEqual(isSame ? [0, 0] : [1, 1]);
  });

  it("keeps one for each that is wanted", () => {
    const current = [named(1, "a"), named(2, "a"), named(3, "a")];
    expect(replaceSubscriptions(current, [named(4, "a"), named(5, "a")])).toEqual({
      removed: [current[2]],
      added: [],
    });
    expect(replaceSubscriptions([named(1, "a")], [named(2, "a"), named(3, "a")]).added).toHaveLength(1);
  });
});
