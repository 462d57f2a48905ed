import { type Clock, systemClock } from "../../clock.js";
import { newTurns } from "../../domain/fair-share.js";
import { type StoreHealth, throwLater } from "../failures.js";
import { NoticeListeners } from "../notices.js";
import { type Store, StoreUnavailableError } from "../store.js";
import { nextAnnouncements } from "./announcements.js";
import { apiKeyStore } from "./api-keys.js";
import { Background } from "./background.js";
import { ChangeFeed } from "./change-feed.js";
import { claim, upcoming } from "./claim.js";
import { commit } from "./commit.js";
import { Database } from "./database.js";
import { DatabaseClock } from "./database-clock.js";
import { deliveryStore } from "./delivery-store.js";
import { destinationStore } from "./destination-store.js";
import type { Engine } from "./engine.js";
import { addToClock } from "./environments.js";
import { eventStore } from "./event-store.js";
import { eventTypeStore } from "./event-types.js";
import { findResponse, idempotent } from "./idempotency.js";
import { Leases } from "./leases.js";
import { checkMigrated, checkSchema, migrate } from "./migrate.js";
import { requireSessions } from "./pooler.js";
import { portalSessionStore } from "./portal-sessions.js";
import { Processes } from "./processes.js";
import { projectStore } from "./projects.js";
import { RateBuckets } from "./rate-buckets.js";
import { release } from "./release.js";
import { reseal } from "./reseal.js";
import { postgresSettings } from "./settings.js";
import { settle } from "./settle.js";
import { readSnapshot } from "./snapshot.js";
import { statsStore } from "./stats.js";
import { StreamLogs } from "./stream-logs.js";
import { subscriptionStore } from "./subscriptions.js";
import { sweeper } from "./sweep.js";
import { tenantStore } from "./tenants.js";
import { tunnelStore } from "./tunnels.js";
import { TunnelRequests } from "./tunnel-requests.js";
import { Workers } from "./workers.js";

export interface PostgresOptions extends Partial<StoreHealth> {
  url: string;
  /** Of the callers. */
  clock?: Clock;
}

function createParts(options: PostgresOptions) {
  const { url, clock = systemClock, onFatal = throwLater, onFault = throwLater } = options;
  const background = new Background(onFault);
  const { emit, subscribe } = new NoticeListeners();
  const feed = new ChangeFeed(emit, clock, background);
  const db = new Database(postgresSettings(url), feed);
  const leases = new Leases();
  const workers = new Workers(db, leases, { feed, clock });
  const processes = new Processes(db, feed, onFatal);
  processes.onRefresh(() => checkSchema(db));
  const tunnelRequests = new TunnelRequests(db, feed);
  const streamLogs = new StreamLogs(db, feed, processes);
  const engine: Engine = {
    db,
    clock: new DatabaseClock(clock),
    leases,
    workers,
    turns: newTurns(),
    background,
  };
  return { engine, subscribe, feed, processes, tunnelRequests, streamLogs };
}

/** The store on PostgreSQL, for any number of processes. Call `migrate()` before anything else. */
export function openPostgres(options: PostgresOptions): Store {
  const { engine, subscribe, feed, processes, tunnelRequests, streamLogs } = createParts(options);
  const { db, workers, background } = engine;
  return {
    migrate: async () => {
      await requireSessions(db.settings);
      const versions = await migrate(db);
      await feed.start(engine);
      return versions;
    },
    ping: () => checkWrites(db),
    subscribe,
    close: async () => {
      await Promise.all([tunnelRequests.close(), streamLogs.close()]);
      // Without the database the other processes cannot be notified that this one ends.
      await background.run("leaving the other processes failed", async () => {
        await Promise.all([workers.close(), processes.close()]);
      });
      await feed.stop();
      await db.close();
    },
    busyMs: () => 0,
    commit: (batch, options, request) => commit(engine, { batch, options, request }),
    claim: (options) => claim(engine, options),
    upcoming: (environmentId, times) => upcoming(engine, environmentId, times),
    settle: (batch, now, next) => settle(engine, { batch, now, next }),
    release: (leaseTokens, now) => release(engine, leaseTokens, now),
    sweep: sweeper(engine),
    announcements: (page) => nextAnnouncements(db, page),
    snapshot: (environmentId) => readSnapshot(db, environmentId),
    advanceClock: (environmentId, byMs, request) =>
      idempotent(db, { environmentId, request }, (tx) => addToClock(tx, environmentId, byMs)),
    reseal: (options, make) => reseal(db, options, make),
    findResponse: (environmentId, key) => findResponse(db, environmentId, key),
    projects: projectStore(engine),
    apiKeys: apiKeyStore(engine),
    portalSessions: portalSessionStore(engine),
    destinations: destinationStore(engine),
    subscriptions: subscriptionStore(engine),
    eventTypes: eventTypeStore(engine),
    tenants: tenantStore(engine),
    events: eventStore(engine),
    deliveries: deliveryStore(engine),
    stats: statsStore(engine),
    tunnels: tunnelStore(engine),
    peers: {
      join: () => processes.join().then(() => checkMigrated(db)),
      tunnels: tunnelRequests,
      changes: streamLogs,
      buckets: new RateBuckets(db, processes),
    },
  };
}

/** A standby takes reads but no writes. */
async function checkWrites(db: Database): Promise<void> {
  const row = await db.one<{ standby: boolean }>("SELECT pg_is_in_recovery() AS standby");
  if (row?.standby !== false) throw new StoreUnavailableError("unreachable");
}
