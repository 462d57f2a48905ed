import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../clock.js";
import { readConfig } from "../config.js";
import type { Deps } from "../deps.js";
import { EnvironmentCache } from "../environments/environment-cache.js";
import { ApiError } from "../errors.js";
import type { NewId } from "../ids.js";
import { createSealer } from "../seal.js";
import { World } from "../store/conformance/world.js";
import { openSqlite } from "../store/sqlite/open.js";
import type { Store } from "../store/store.js";
import { Ingest } from "./accept-event.js";
import type { IngestInput } from "./new-event.js";
import { idleIntake } from "./intake.js";

/** Two events with so many deliveries are committed in two steps. */
const FAN_OUT = 600;

const KEY_ID = "key_1";

let store: Store;
let world: World;
/** SQLite cannot bind it: the step of the event with this id fails. */
const UNSTORABLE_ID = {} as unknown as string;

beforeEach(async () => {
  store = openSqlite({ file: ":memory:" });
  await store.migrate();
  world = await World.create(store);
  const key = { id: KEY_ID, environment: world.test, hash: Buffer.from("hash"), role: "admin" as const };
  await store.apiKeys.create({ ...key, hint: "hk_test_", name: null, created_at: world.now });
  for (let count = 0; count < FAN_OUT; count += 1) await world.subscription(await world.destination());
});
afterEach(() => store.close());

function ingestWith(newId: NewId): Ingest {
  const deps: Deps = {
    config: readConfig({ HARBOR_DATABASE_URL: "sqlite::memory:" }),
    store,
    clock: systemClock,
    random: Math.random,
    newId,
    sealer: createSealer([{ id: "test", key: Buffer.alloc(32, 7) }]),
    log: pino({ level: "silent" }),
    logFault: () => undefined,
  };
  const worker = { reserve: () => false, cancel: () => undefined, deliver: () => undefined };
  const intake = idleIntake(systemClock);
  const metrics = { ingested: () => undefined };
  const bodies = { fault: () => null, isCurrent: () => Promise.resolve(true) };
  return new Ingest(deps, { environments: new EnvironmentCache(deps), bodies, worker, intake, metrics });
}

function input(type: string): IngestInput {
  return {
    environment: world.test,
    apiKeyId: KEY_ID,
    version: 0,
    type,
    tenant: null,
    body: Buffer.from("1"),
    idempotencyKey: null,
    occurredAt: null,
    trace: null,
  };
}

/** The first `count` events cannot be stored. */
function failing(count: number): NewId {
  let events = 0;
  return (prefix) => {
    if (prefix !== "evt") return world.newId(prefix);
    events += 1;
    return events <= count ? UNSTORABLE_ID : world.newId(prefix);
  };
}

describe("a batch of which a commit step fails", () => {
  it("has the error as the result of the events in that step, and stores the others", async () => {
    const refusal = new ApiError("invalid_request");
    const outcome = await ingestWith(failing(1)).many([input("a"), refusal, input("b"), input("a..b")]);
    expect(outcome).toMatchObject({
      result: [
        { code: "internal_error" },
        refusal,
        { event: { type: "b" }, duplicate: false },
        { code: "invalid_event_type" },
      ],
    });
    const { items } = await store.events.list(world.test.id, { notBefore: 0 }, { after: null, limit: 10 });
    expect(items.map(({ type }) => type)).toEqual(["b"]);
  });

  it("is refused whole when no step succeeds", async () => {
    await expect(ingestWith(failing(2)).many([input("a"), input("b")])).rejects.toThrow(TypeError);
  });
});
