import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inProcessNamespace } from "../../test/databases/durable-objects.js";
import { startWorkerd, workerdFolder, workerdMissing } from "../../test/optional/workerd.js";
import { idempotencyConformance } from "../conformance.js";
import { durableObjectStore } from "./durable-objects.js";

describe("in workerd, conformance", () => {
  if (workerdMissing !== undefined) {
    test("the Durable Objects store", (context) => context.skip(workerdMissing));
  } else {
    inWorkerd();
  }
});

function inWorkerd(): void {
  let home: Awaited<ReturnType<typeof workerdFolder>>;
  let workerd: Awaited<ReturnType<typeof startWorkerd>>;

  beforeAll(async () => {
    home = await workerdFolder();
    workerd = await startWorkerd(home.folder);
  }, 30_000);

  afterAll(async () => {
    await workerd.kill();
    await home.remove();
  });

  const cases = idempotencyConformance({ createStore: (options) => workerd.store(options) });
  for (const { name, run } of cases) test(name, run);

  test("what was committed outlives a killed process", async () => {
    const claim = await workerd.store().claim("orders:evt_killed", 30_000);
    expect(
      claim.state === "acquired" && (await workerd.store().commit("orders:evt_killed", claim.token)),
    ).toBe(true);
    await workerd.kill();
    workerd = await startWorkerd(home.folder);
    expect(await workerd.store().claim("orders:evt_killed", 30_000)).toEqual({ state: "done" });
  });
}

/** The objects' own code over an in-memory stand-in for Cloudflare's storage: it shows their logic, not the platform's. */
describe("over the documented storage interface", () => {
  describe("conformance", () => {
    const namespace = inProcessNamespace();
    const createStore = (options: { retentionDays?: number }) =>
      durableObjectStore({ namespace, ...options });
    for (const { name, run } of idempotencyConformance({ createStore })) test(name, run);
  });

  test("an alarm deletes the object when its memory has expired, not before", async () => {
    const namespace = inProcessNamespace();
    const remembering = durableObjectStore({ namespace });
    const claim = await remembering.claim("orders:evt_1", 30_000);
    if (claim.state === "acquired") await remembering.commit("orders:evt_1", claim.token);
    const object = namespace.object("orders:evt_1");
    expect(object.alarmAtMs! - Date.now()).toBeGreaterThan(34.9 * 86_400_000);

    await object.ring();
    expect(object.isEmpty()).toBe(false);
    const forgetful = durableObjectStore({ namespace, retentionDays: 1 / 86_400_000 });
    if (claim.state === "acquired") await forgetful.commit("orders:evt_1", claim.token);
    await expect.poll(() => Date.now()).toBeGreaterThan(object.alarmAtMs!);
    await object.ring();
    expect(object.isEmpty()).toBe(true);
  });

  test("an object that fails rejects: the receiver responds with 500 and Harbor retries", async () => {
    const failing = { fetch: async () => new Response("overloaded", { status: 503 }) };
    const store = durableObjectStore({ namespace: { idFromName: () => "id", get: () => failing } });
    await expect(store.claim("orders:evt_1", 30_000)).rejects.toThrow("responded to claim with status 503");
  });
});
