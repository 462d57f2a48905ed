import { expect, it } from "vitest";
import type { SealedValue } from "../../domain/domain.js";
import { answerId } from "../store.js";
import type { Fixture } from "./world.js";

const OLD = Buffer.from("old:");
const NEW = Buffer.from("new:");

export function resealRules({ world: current, reopen }: Fixture): void {
  it("replaces each value that another key sealed, across a restart", async () => {
    const world = current();
    const destination = world.destinationInput(world.test, {
      headers: Buffer.from("old:headers"),
      header_names: ["X"],
    });
    const signingKey = world.signingKey(destination.id, "old:secret");
    const request = {
      key: "k",
      owner: "acme",
      fingerprint: Buffer.from("f"),
      now: world.now,
      expiresAt: world.now + 1000,
      responseTo: () => Buffer.from("old:response"),
    };
    await world.store.destinations.create({ destination, signingKey, limit: 9 }, request);
    const live = world.destinationInput(world.live);
    await world.store.destinations.create({
      destination: live,
      signingKey: world.signingKey(live.id, "new:already"),
      limit: 9,
    });

    const given: SealedValue[] = [];
    const make = (value: SealedValue) => {
      given.push(value);
      return Buffer.from(Buffer.from(value.sealed).toString().replace("old:", "new:"));
    };
    expect(await world.store.reseal({ prefix: NEW, limit: 2 }, make)).toBe(2);
    expect(await world.store.reseal({ prefix: NEW, limit: 2 }, make)).toBe(1);
    expect(await world.store.reseal({ prefix: NEW, limit: 2 }, make)).toBe(0);
    expect(given.map(({ of, id, sealed }) => [of, id, Buffer.from(sealed).toString()]).sort()).toEqual([
      ["answer", answerId({ environmentId: world.test.id, ...request }), "old:response"],
      ["destination_headers", destination.id, "old:headers"],
      ["signing_key", signingKey.id, "old:secret"],
    ]);

    await reopen();
    const { destinations, signingKeys } = await world.store.snapshot(world.test.id);
    expect(destinations[0]?.headers).toEqual(Buffer.from("new:headers"));
    expect(signingKeys[0]?.secret).toEqual(Buffer.from("new:secret"));
    expect(await world.store.findResponse(world.test.id, request)).toEqual({
      stored: Buffer.from("new:response"),
    });
  });

  it("changes nothing when a value cannot be sealed", async () => {
    const world = current();
    const destination = world.destinationInput(world.test);
    await world.store.destinations.create({
      destination,
      signingKey: world.signingKey(destination.id, "old:secret"),
      limit: 9,
    });
    const fail = () => {
      throw new Error("no such key");
    };
    await expect(world.store.reseal({ prefix: NEW, limit: 9 }, fail)).rejects.toThrow("no such key");
    expect(await world.store.reseal({ prefix: OLD, limit: 9 }, fail)).toBe(0);
  });
}
