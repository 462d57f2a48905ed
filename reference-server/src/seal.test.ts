import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createSealer, type SealingKey } from "./seal.js";

const PLACE = "signing_key/skey_1";
const older: SealingKey = { id: "older", key: randomBytes(32) };
const newer: SealingKey = { id: "newer", key: randomBytes(32) };

describe("a sealed value", () => {
  const sealer = createSealer([newer]);

  test.each(["", "whsec_secret", "ünïcödé ✓", "x".repeat(10_000)])(
    "opens to what was sealed (%#)",
    (plain) => {
      expect(sealer.open(sealer.seal(plain, PLACE), PLACE)).toBe(plain);
    },
  );

  test("shows nothing of it and differs every time", () => {
    const [one, other] = [sealer.seal("whsec_secret", PLACE), sealer.seal("whsec_secret", PLACE)];
    expect(Buffer.from(one).includes("secret")).toBe(false);
    expect(Buffer.from(one).equals(other)).toBe(false);
  });

  test("opens from a view into a larger buffer, as a database driver may hand it out", () => {
    const sealed = sealer.seal("whsec_secret", PLACE);
    const page = Buffer.concat([Buffer.alloc(7, 1), sealed, Buffer.alloc(9, 2)]);
    expect(sealer.open(new Uint8Array(page.buffer, page.byteOffset + 7, sealed.length), PLACE)).toBe(
      "whsec_secret",
    );
  });

  test("does not open in another place", () => {
    expect(() => sealer.open(sealer.seal("whsec_secret", PLACE), "signing_key/skey_2")).toThrow();
  });

  test("does not open when any one of its bytes was changed", () => {
    const sealed = Buffer.from(sealer.seal("whsec_secret", PLACE));
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => sealer.open(changed, PLACE), `byte ${at}`).toThrow();
    }
  });

  test.each(["whsec_secret", ""])("does not open when it was cut short (%j)", (plain) => {
    const sealed = sealer.seal(plain, PLACE);
    for (let length = 0; length < sealed.length; length++) {
      expect(() => sealer.open(sealed.subarray(0, length), PLACE), `${length} bytes`).toThrow();
    }
  });
});

describe("rotating the sealing key", () => {
  const before = createSealer([older]);
  const during = createSealer([newer, older]);
  const after = createSealer([newer]);

  test("the first key seals, all open", () => {
    expect(during.open(before.seal("early", PLACE), PLACE)).toBe("early");
    expect(after.open(during.seal("late", PLACE), PLACE)).toBe("late");
  });

  test("a value whose key is gone says which key that was and what to do", () => {
    const sealed = before.seal("early", PLACE);
    expect(() => after.open(sealed, PLACE)).toThrow(/"older".*HARBOR_ENCRYPTION_KEY.*Add that key after/);
  });

  test("the same id with another key opens nothing", () => {
    const impostor = createSealer([{ id: older.id, key: randomBytes(32) }]);
    expect(() => impostor.open(before.seal("early", PLACE), PLACE)).toThrow();
  });
});

describe("derived keys", () => {
  test("are 32 bytes, the same for the same purpose and key, others otherwise", () => {
    const sealer = createSealer([newer, older]);
    const cursors = Buffer.from(sealer.derive("cursors"));
    expect(cursors).toHaveLength(32);
    expect(cursors.equals(createSealer([newer]).derive("cursors"))).toBe(true);
    expect(cursors.equals(sealer.derive("another purpose"))).toBe(false);
    expect(cursors.equals(createSealer([older]).derive("cursors"))).toBe(false);
    expect(cursors.equals(Buffer.from(newer.key))).toBe(false);
  });
});

test("a sealer without a key is refused", () => {
  expect(() => createSealer([])).toThrow(TypeError);
});
