import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HIGHEST_UUID, idOf, LOWEST_UUID, uuidBound, uuidOf } from "./ulid-uuid.js";

const digits = (text: string) => Array.from(text);
const ulid = fc
  .tuple(
    fc.constantFrom(...digits("01234567")),
    fc.array(fc.constantFrom(...digits("0123456789ABCDEFGHJKMNPQRSTVWXYZ")), {
      minLength: 25,
      maxLength: 25,
    }),
  )
  .map(([first, rest]) => first + rest.join(""));

describe("ids as uuid", () => {
  test("every id has its uuid, and back", () => {
    fc.assert(
      fc.property(ulid, (text) => {
        const uuid = uuidOf(`del_${text}`);
        expect(uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect(idOf("del", uuid ?? "")).toBe(`del_${text}`);
      }),
    );
  });

  test("the order stays the same", () => {
    fc.assert(
      fc.property(ulid, ulid, (a, b) => {
        expect((uuidOf(`evt_${a}`) ?? "") < (uuidOf(`evt_${b}`) ?? "")).toBe(a < b);
      }),
    );
  });

  test.each([
    ["0", LOWEST_UUID],
    ["7ZZZZZZZZZZZZZZZZZZZZZZZZZ", HIGHEST_UUID],
    ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "01563e3a-b5d3-d676-4c61-efb99302bd5b"],
  ])("%s is %s", (text, uuid) => {
    expect(uuidOf(`evt_${text.padStart(26, "0")}`)).toBe(uuid);
  });

  test.each([
    "del_unknown",
    "",
    "evt_",
    `evt_8${"0".repeat(25)}`,
    `evt_0${"0".repeat(24)}U`,
    `evt_${"0".repeat(27)}`,
  ])("%j is not an id", (id) => {
    expect(uuidOf(id)).toBeNull();
  });

  test("bounds of ranges are padded", () => {
    expect(uuidBound("")).toBe(LOWEST_UUID);
    expect(uuidBound("~")).toBe(HIGHEST_UUID);
    expect(uuidBound("del_01ARZ3NDEK")).toBe(uuidOf("del_01ARZ3NDEK0000000000000000"));
    expect(uuidBound("del_01ARZ3NDEKTSV4RRFFQ69G5FAV")).toBe(uuidOf("del_01ARZ3NDEKTSV4RRFFQ69G5FAV"));
  });
});
