import { setImmediate as nextTurn } from "node:timers/promises";
import { pino } from "pino";
import { expect, test } from "vitest";
import type { Deps } from "../../deps.js";
import { StoreUnavailableError, type TunnelGrace, type TunnelPlace } from "../../store/store.js";
import { createTunnels } from "./tunnel.js";

const SECOND = 1000;
const GRACE_MS = 60 * SECOND;

/** A process, and a store that can be away, with the tunnels of clients that are not connected to the process. */
function startProcess(tunnels: readonly string[]) {
  let now = 0;
  let isAway = false;
  let next: () => void = () => undefined;
  const clock = {
    now: () => now,
    elapsed: () => now,
    after: (_delayMs: number, run: () => void) => ((next = run), () => undefined),
  };
  const seenAt = new Map(tunnels.map((id) => [id, now]));
  const isAbandoned = (id: string, { graceMs }: TunnelGrace) => (seenAt.get(id) ?? Infinity) <= now - graceMs;
  const reach = () => {
    if (isAway) throw new StoreUnavailableError("unreachable");
  };
  const store = {
    peers: null,
    ping: async () => reach(),
    tunnels: {
      seen: async (seen: readonly TunnelPlace[]) => {
        reach();
        for (const { destinationId } of seen) seenAt.set(destinationId, now);
      },
      abandoned: async (grace: TunnelGrace) => {
        reach();
        return [...seenAt.keys()]
          .filter((id) => isAbandoned(id, grace))
          .map((destinationId) => ({ environmentId: 1, destinationId }));
      },
      end: async ({ destinationId }: TunnelPlace, grace: TunnelGrace) =>
        isAbandoned(destinationId, grace) && seenAt.delete(destinationId),
    },
  };
  const config = { times: { tunnelGraceMs: GRACE_MS } };
  const deps = { store, clock, config, log: pino({ level: "silent" }) } as unknown as Deps;
  createTunnels(deps, { environments: {} as never, recorded: async () => undefined }).start();
  return {
    left: () => [...seenAt.keys()],
    seen: (id: string) => seenAt.set(id, now),
    away: (away: boolean) => (isAway = away),
    /** Maintenance runs each second. */
    async pass(ms: number) {
      for (const end = now + ms; now < end;) {
        now += SECOND;
        next();
        await nextTurn();
      }
    },
    /** The process stands still. */
    stall: (ms: number) => (now += ms),
  };
}

test("a tunnel that no process has noted for its grace is ended", async () => {
  const { left, seen, pass } = startProcess(["a", "b"]);
  await pass(GRACE_MS / 2);
  seen("b");
  await pass(GRACE_MS / 2);
  expect(left()).toEqual(["a", "b"]);
  await pass(2 * SECOND);
  expect(left()).toEqual(["b"]);
});

test.each(["the database is away", "the process stands still"])(
  "after %s for about the grace, the clients have that long to come back",
  async (what) => {
    const { left, seen, away, pass, stall } = startProcess(["a", "b"]);
    await pass(GRACE_MS - SECOND);
    if (what === "the process stands still") stall(GRACE_MS);
    else {
      away(true);
      await pass(GRACE_MS);
      away(false);
    }
    await pass(GRACE_MS - SECOND);
    expect(left()).toEqual(["a", "b"]);
    seen("b");
    await pass(5 * SECOND);
    expect(left()).toEqual(["b"]);
  },
);
