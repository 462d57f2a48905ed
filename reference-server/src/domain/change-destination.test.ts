import { describe, expect, it } from "vitest";
import {
  deletedDestination,
  isResumed,
  patchDestination,
  changeStatus,
  changeSignature,
  publicKeysOf,
  rotateKey,
} from "./change-destination.js";
import { DEFAULT_RETRY_POLICY, newDestination } from "./domain.js";

const active = newDestination({ id: "dest_1", environmentId: 1, url: "https://a.example/", now: 1000 });
const paused = patchDestination(active, { status: "paused" }, 2000);

describe("patchDestination", () => {
  it("changes what is given and keeps the rest of the policy", () => {
    const after = patchDestination(active, { name: "shop", retry_policy: { max_retries: 0 } }, 2000);
    expect(after).toEqual({
      ...active,
      name: "shop",
      retry_policy: { ...DEFAULT_RETRY_POLICY, max_retries: 0 },
      updated_at: 2000,
    });
  });

  it("keeps the start of a repeated pause, but not its reason", () => {
    expect(paused).toMatchObject({ paused_reason: "manual", paused_at: 2000 });
    expect(patchDestination(paused, { status: "paused" }, 3000)).toMatchObject({ paused_at: 2000 });
    const held = changeStatus(active, "circuit_breaker", 2500);
    expect(held).toMatchObject({ status: "paused", paused_reason: "circuit_breaker", paused_at: 2500 });
    expect(patchDestination(held, { name: "x" }, 3000)).toMatchObject({ paused_reason: "circuit_breaker" });
    expect(patchDestination(held, { status: "paused", paused_reason: "manual" }, 3000)).toMatchObject({
      paused_reason: "manual",
      paused_at: 2500,
    });
  });

  it("forgets the pause when it resumes", () => {
    const resumed = patchDestination(paused, { status: "active" }, 3000);
    expect(resumed).toMatchObject({ status: "active", paused_reason: null, paused_at: null });
    expect(isResumed(paused, resumed)).toBe(true);
    expect(isResumed(active, resumed)).toBe(false);
    expect(changeStatus(paused, "resumed", 3000)).toEqual(resumed);
  });
});

describe("rotateKey", () => {
  it("gives the current key a grace period, once", () => {
    const options = { now: 2000, endNow: false, oldKeysExpireAt: 9000, publicKey: "whpk_new" };
    const rotated = rotateKey(active, options);
    expect(rotated).toEqual({
      destination: { ...active, old_signature: "harbor", old_key_expires_at: 9000, updated_at: 2000 },
      newKey: "secret",
      earlierKeys: "expire",
    });
    if (typeof rotated === "string") throw new Error("Expected a rotation.");
    expect(rotateKey(rotated.destination, { ...options, now: 8999 })).toBe("rotation_in_progress");
    expect(rotateKey(rotated.destination, { ...options, now: 9000 })).toMatchObject({
      earlierKeys: "expire",
    });
  });

  it("ends every earlier key at once for a leaked one, also in a grace period", () => {
    const inGrace = { ...active, old_key_expires_at: 9000 };
    expect(
      rotateKey(inGrace, { now: 2000, endNow: true, oldKeysExpireAt: 9000, publicKey: "whpk_new" }),
    ).toEqual({
      destination: { ...active, old_key_expires_at: null, updated_at: 2000 },
      newKey: "secret",
      earlierKeys: "end",
    });
  });

  it("shows both public keys during the grace period of a key pair, newest first", () => {
    const pair = { ...active, signature: "standard_ed25519" as const, public_key: "whpk_old" };
    const terms = { now: 2000, endNow: false, oldKeysExpireAt: 9000, publicKey: "whpk_new" };
    const rotated = rotateKey(pair, terms);
    if (typeof rotated === "string") throw new Error("Expected a rotation.");
    expect(rotated.newKey).toBe("key_pair");
    expect(publicKeysOf(rotated.destination, 8999)).toEqual(["whpk_new", "whpk_old"]);
    expect(publicKeysOf(rotated.destination, 9000)).toEqual(["whpk_new"]);
  });
});

describe("changeSignature", () => {
  const terms = { now: 2000, endNow: false, oldKeysExpireAt: 9000, publicKey: "whpk_new" };

  it.each([
    ["harbor", "standard", null],
    ["standard", "harbor", null],
    ["harbor", "standard_ed25519", "key_pair"],
    ["standard", "standard_ed25519", "key_pair"],
    ["standard_ed25519", "harbor", "secret"],
    ["standard_ed25519", "standard", "secret"],
  ] as const)("from %s to %s takes the new key: %s", (from, signature, newKey) => {
    const public_key = from === "standard_ed25519" ? "whpk_old" : null;
    const before = { ...active, signature: from, public_key };
    expect(changeSignature(before, { ...terms, signature })).toEqual({
      destination: {
        ...before,
        signature,
        public_key: newKey === "key_pair" ? "whpk_new" : null,
        old_signature: from,
        old_public_key: public_key,
        old_key_expires_at: 9000,
        updated_at: 2000,
      },
      newKey,
      earlierKeys: "expire",
    });
  });

  it("is refused in a grace period, unless everything earlier ends now", () => {
    const inGrace = { ...active, old_signature: "standard" as const, old_key_expires_at: 9000 };
    const standard = { ...terms, signature: "standard" as const };
    expect(changeSignature(inGrace, standard)).toBe("rotation_in_progress");
    expect(changeSignature(inGrace, { ...standard, endNow: true })).toMatchObject({
      destination: { signature: "standard", old_signature: null, old_key_expires_at: null },
      newKey: null,
      earlierKeys: "end",
    });
  });

  it("changes nothing for the same scheme, in a grace period too", () => {
    const inGrace = { ...active, old_signature: "harbor" as const, old_key_expires_at: 9000 };
    const same = changeSignature(inGrace, { ...terms, signature: "harbor" });
    expect(same).toMatchObject({ destination: inGrace, newKey: null });
  });
});

describe("deletedDestination", () => {
  it("keeps no secret", () => {
    const secret = { ...active, headers: Buffer.from("x"), header_names: ["A"], metadata: { a: 1 } };
    expect(deletedDestination(secret, 3000)).toEqual({ ...active, updated_at: 3000 });
  });
});
