import type { NewEvent, SettleResult, Store } from "../../store.js";
import type { Ownership } from "../owner-lock.js";
import { packBatch, type PackedOutcome, unpackOutcome } from "./commit-message.js";
import { type PackedSettled, packSettlements, unpackSettled } from "./settle-message.js";
import { Riders } from "./riders.js";
import { StoreThread, type StoreThreadOptions } from "./store-thread.js";

type Part =
  | "projects"
  | "apiKeys"
  | "portalSessions"
  | "destinations"
  | "subscriptions"
  | "eventTypes"
  | "tenants"
  | "events"
  | "deliveries"
  | "stats"
  | "tunnels";

/** The methods of each part of the store. One that is missing here does not compile. */
const METHODS: { [Name in Part]: Record<keyof Store[Name], true> } = {
  projects: { ensure: true, list: true },
  apiKeys: {
    create: true,
    createFirst: true,
    findByHash: true,
    listOfProject: true,
    list: true,
    revoke: true,
    touch: true,
  },
  portalSessions: {
    create: true,
    findByHash: true,
    list: true,
    revoke: true,
    revokeOfTenant: true,
    inForce: true,
  },
  destinations: { create: true, get: true, list: true, update: true, delete: true, rotate: true },
  subscriptions: { create: true, get: true, list: true, update: true, delete: true },
  eventTypes: { list: true, get: true, put: true, delete: true },
  tenants: { list: true, erase: true },
  events: {
    get: true,
    list: true,
    deliveriesOf: true,
    erase: true,
    erasedOf: true,
    replay: true,
    createTest: true,
    testOf: true,
  },
  deliveries: {
    get: true,
    list: true,
    groupDead: true,
    countReplayable: true,
    forceRetry: true,
    replayDead: true,
    replayAllDead: true,
    recover: true,
    deleteDead: true,
  },
  stats: { counts: true, countsByDestination: true, backlog: true, totals: true },
  tunnels: { seen: true, abandoned: true, end: true, forget: true },
};

/** The store in a worker thread: SQLite's work and its waits for the disk leave the event loop of the caller free. */
export function remoteStore({ ownership, ...options }: StoreThreadOptions & { ownership: Ownership }): Store {
  const thread = new StoreThread(options);
  const call = thread.call.bind(thread);
  const riders = new Riders();
  const stop = async () => {
    await thread.stop();
    ownership.release();
  };
  /** Every method of a part is a call of the same name. */
  const part = <Name extends Part>(name: Name): Store[Name] =>
    Object.fromEntries(
      Object.keys(METHODS[name]).map((method) => [
        method,
        (...args: unknown[]) => call(`${name}.${method}`, args),
      ]),
    ) as unknown as Store[Name];
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
    announcements: top("announcements"),
    snapshot: top("snapshot"),
    advanceClock: top("advanceClock"),
    reseal: top("reseal"),
    findResponse: top("findResponse"),
    projects: part("projects"),
    apiKeys: part("apiKeys"),
    portalSessions: part("portalSessions"),
    destinations: part("destinations"),
    subscriptions: part("subscriptions"),
    eventTypes: part("eventTypes"),
    tenants: part("tenants"),
    events: part("events"),
    deliveries: part("deliveries"),
    stats: part("stats"),
    tunnels: part("tunnels"),
    peers: null,
  };
}
