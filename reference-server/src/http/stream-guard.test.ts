import { expect, it } from "vitest";
import type { StoreNotice } from "../store/store.js";
import type { Caller } from "./api.js";
import { createStreamGuard } from "./stream-guard.js";

const ENVIRONMENT = { id: 1, project_id: "proj_a", mode: "test" } as const;

function setUp() {
  const state = {
    keys: new Set(["key_a"]),
    sessions: new Set(["ps_a"]),
    now: 1000,
    isAway: false,
    erasedVersion: 1,
    isBehind: false,
  };
  let listener: (notice: StoreNotice) => void = () => undefined;
  const timers: { at: number; run: () => void }[] = [];
  let reads = 0;
  const faults: unknown[] = [];
  const guard = createStreamGuard({
    store: {
      subscribe(given: typeof listener) {
        listener = given;
        return () => undefined;
      },
      portalSessions: {
        inForce: async (ids: readonly string[]) => {
          reads++;
          if (state.isAway) throw new Error("The store is away.");
          return ids.filter((id) => state.sessions.has(id));
        },
      },
    },
    clock: {
      now: () => state.now,
      after(delayMs: number, run: () => void) {
        const timer = { at: state.now + delayMs, run };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
    },
    environments: {
      get: async () => ({ apiKeyIds: state.keys, snapshot: { erasedVersion: state.erasedVersion } }),
      peek: () => undefined,
    },
    logFault: (error: unknown) => void faults.push(error),
  } as unknown as Parameters<typeof createStreamGuard>[0]);
  const watch = (session: Caller["session"]) => {
    let isOpen = true;
    const caller = { environment: ENVIRONMENT, keyId: "key_a", session } as Caller;
    return {
      stop: guard.watch(caller, { end: () => (isOpen = false), isBehind: () => state.isBehind }),
      isOpen: () => isOpen,
    };
  };
  return {
    state,
    faults,
    timers,
    reads: () => reads,
    ofKey: () => watch(null),
    ofSession: (id = "ps_a") =>
      watch({ id, tenant: "acme", capability: "read", returnUrl: null, expiresAt: 2000 }),
    async changed(environmentId: number = ENVIRONMENT.id) {
      listener({ kind: "environment_changed", environmentId });
      await guard.checked(ENVIRONMENT.id);
    },
  };
}

it("ends the streams of a key or session that is missing after a change, and no other", async () => {
  const { state, changed, ofKey, ofSession } = setUp();
  state.sessions.add("ps_b");
  const [key, session, other] = [ofKey(), ofSession(), ofSession("ps_b")];
  await changed();
  expect([key.isOpen(), session.isOpen(), other.isOpen()]).toEqual([true, true, true]);
  state.sessions.delete("ps_a");
  await changed(2);
  expect(session.isOpen()).toBe(true);
  await changed();
  expect([key.isOpen(), session.isOpen(), other.isOpen()]).toEqual([true, false, true]);
  state.keys.clear();
  await changed();
  expect([key.isOpen(), other.isOpen()]).toEqual([false, true]);
});

it("ends the stream of a session that was revoked before it was watched", async () => {
  const { state, changed, ofSession } = setUp();
  state.sessions.clear();
  const session = ofSession();
  await changed();
  expect(session.isOpen()).toBe(false);
});

it("ends the stream of a session when it expires, unless it is closed before", () => {
  const { timers, ofKey, ofSession } = setUp();
  ofKey();
  const [expiring, closed] = [ofSession(), ofSession()];
  expect(timers.map(({ at }) => at)).toEqual([2000, 2000]);
  closed.stop();
  for (const { run } of timers) run();
  expect([expiring.isOpen(), closed.isOpen()]).toEqual([false, true]);
});

it("ends all streams when their validity cannot be read, and says so", async () => {
  const { state, faults, changed, ofKey, ofSession } = setUp();
  const [key, session] = [ofKey(), ofSession()];
  await changed();
  state.isAway = true;
  await changed();
  expect([key.isOpen(), session.isOpen()]).toEqual([false, false]);
  expect(faults).toEqual([new Error("The store is away.")]);
});

it("checks all streams of an environment together, once for changes that arrive together", async () => {
  const { changed, reads, ofSession } = setUp();
  for (let n = 0; n < 10; n++) ofSession();
  await changed();
  const before = reads();
  await Promise.all([changed(), changed(), changed()]);
  expect(reads() - before).toBe(1);
});

it("ends the streams that hold unread changes when something is erased, and no other", async () => {
  const { state, changed, ofKey } = setUp();
  const stream = ofKey();
  await changed();
  state.isBehind = true;
  await changed();
  expect(stream.isOpen()).toBe(true);
  [state.erasedVersion, state.isBehind] = [2, false];
  await changed();
  expect(stream.isOpen()).toBe(true);
  [state.erasedVersion, state.isBehind] = [3, true];
  await changed();
  expect(stream.isOpen()).toBe(false);
});
