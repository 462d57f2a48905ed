import type { NewEvent, SettleResult, Store } from "../../store.js";
import type { Ownership } from "../owner-lock.js";
import { packBatch, type PackedOutcome, unpackOutcome } from "./commit-message.js";
import { type PackedSettled, packSettlements, unpackSettled } from "./settle-message.js";
import { Riders } from "./riders.js";
import { StoreThread, type StoreThreadOptions } from "./store-thread.js";

const DELIVERY_METHODS = ["get", "list", "forceRetry", "replayDead", "replayAllDead", "deleteDead"] as const;

/** The store in a worker thread: SQLite's work and its waits for the disk leave the event loop of the caller free. */
export function remoteStore({ ownership, ...options }: StoreThreadOptions & { ownership: Ownership }): Store {
  const thread = new StoreThread(options);
  const call = thread.call.bind(thread);
  const riders = new Riders();
  const stop = async () => {
    await thread.stop();
    ownership.release();
  };
  /** Every method of a part of the store is a call of the same name. */
  const part = <T>(name: string, methods: readonly (keyof T & string)[]): T =>
    Object.fromEntries(
      methods.map((method) => [method, (...args: unknown[]) => call(`${name}.${method}`, args)]),
    ) as T;
  const top = <Name extends keyof Store>(method: Name) =>
    ((...args: unknown[]) => call(method, args)) as unknown as Store[Name];
  return {
    migrate: top("migrate"),
    ping: top("ping"),
    subscribe: thread.subscribe,
    async close() {
      await call("close", []).finally(stop);
    },
    busyMs: () => thread.busyMs,
    async commit(batch: NewEvent[], ...terms) {
      const packed = packBatch(batch);
      const outcome = await riders.with(() =>
        call("commit", [packed, ...terms], { transfer: [packed.bodies.buffer] }),
      );
      return unpackOutcome(outcome as PackedOutcome, batch);
    },
    claim: top("claim"),
    async settle(batch, now, next) {
      const revive = (packed: unknown) => unpackSettled(packed as PackedSettled);
      await riders.ready();
      return (await call("settle", [packSettlements(batch), now, next], { revive })) as SettleResult;
    },
    release: top("release"),
    sweep: top("sweep"),
    upcoming: top("upcoming"),
    snapshot: top("snapshot"),
    advanceClock: top("advanceClock"),
    reseal: top("reseal"),
    findResponse: top("findResponse"),
    projects: part("projects", ["ensure", "list"]),
    apiKeys: part("apiKeys", ["create", "findByHash", "listOfProject", "list", "revoke", "touch"]),
    destinations: part("destinations", ["create", "get", "list", "update", "delete", "rotate"]),
    subscriptions: part("subscriptions", ["create", "get", "list", "update", "delete"]),
    events: part("events", ["get", "list", "deliveriesOf", "replay", "createTest"]),
    deliveries: part("deliveries", DELIVERY_METHODS),
    stats: part("stats", ["counts", "backlog", "totals"]),
    tunnels: part("tunnels", ["seen", "abandoned", "forget"]),
  };
}
