import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Store, StoreHealth } from "../store.js";
import { apiKeyStore } from "./api-keys.js";
import { countInFlight } from "./backlog.js";
import { type Turns, claim } from "./claim.js";
import { commit } from "./commit.js";
import { promised } from "./promised.js";
import { Connection } from "./connection.js";
import { deliveryStore } from "./deliveries.js";
import { destinationStore } from "./destinations.js";
import { eventStore } from "./events.js";
import { createLeases, releaseLeases, resetInFlight } from "./leases.js";
import { isCurrent, migrate } from "./migrate.js";
import { findAnswer } from "./once.js";
import { type Ownership, takeOwnership } from "./owner-lock.js";
import type { PurgePlaces } from "./purge.js";
import { projectStore } from "./projects.js";
import { environmentStore } from "./snapshot.js";
import { settle } from "./settle.js";
import { statsStore } from "./stats.js";
import { reseal } from "./reseal.js";
import { subscriptionStore } from "./subscriptions.js";
import { sweep } from "./sweep.js";
import { tunnelStore } from "./tunnels.js";
import { createWalSync } from "./wal-sync.js";

/** Another process may hold the lock for the moment in which it migrates a new database. */
const START_WAIT_MS = 250;
const MIGRATE_WAIT_MS = 2000;

export interface SqliteOptions extends Partial<StoreHealth> {
  /** A path, whose folder is made if need be, or `:memory:`. */
  file: string;
  /**
   * Default true: this process takes the work, and no other may. `harbor-server keys` opens with false, beside a server that
   * runs, and must neither commit, claim nor settle.
   */
  owner?: boolean;
}

/**
 * The store on SQLite. Call `migrate()` before anything else: it also returns what a process that died had in flight to its
 * queues. Throws `DatabaseInUseError` when another server has the file.
 */
export function openSqlite({ file, owner = true, onFatal = throwLater }: SqliteOptions): Store {
  if (file === ":memory:")
    return createStore(new Connection(file), { file, ownership: { release: () => undefined }, onFatal });
  const path = resolve(file);
  mkdirSync(dirname(path), { recursive: true });
  // SQLite gives its log the mode of the database. Bodies and hashes are for its owner.
  closeSync(openSync(path, "a", 0o600));
  const ownership = owner ? takeOwnership(path, { waitMs: START_WAIT_MS }) : null;
  try {
    return createStore(new Connection(path), { file: path, ownership, onFatal });
  } catch (error) {
    ownership?.release();
    throw error;
  }
}

/** An owner that has no say in it ends as by any uncaught error. */
function throwLater(error: Error): void {
  setImmediate(() => {
    throw error;
  });
}

interface Opened extends StoreHealth {
  file: string;
  /** Null beside a server that owns the file. */
  ownership: Ownership | null;
}

function createStore(db: Connection, { file, ownership, onFatal }: Opened): Store {
  const walSync = createWalSync(file);
  const makeLease = createLeases();
  const turns: Turns = { lastServed: 0, oddSlot: new Map() };
  const places: PurgePlaces = new Map();
  return {
    migrate: promised(() => {
      if (ownership === null) return migrateBeside(db, file);
      const versions = migrate(db);
      recover(db);
      return versions;
    }),
    ping: promised(() => {
      db.query("SELECT 1").get();
    }),
    subscribe: (listener) => db.subscribe(listener),
    close: async () => {
      await walSync.close();
      db.close();
      ownership?.release();
    },
    async commit(batch, options) {
      const results = commit(db, { batch, makeLease }, options);
      await walSync.synced().catch((error: unknown) => {
        onFatal(error instanceof Error ? error : new Error(String(error)));
        throw error;
      });
      return results;
    },
    claim: promised((options) => claim({ db, makeLease, options, turns })),
    settle: promised((batch, now) => settle(db, batch, now)),
    sweep: promised((options) => sweep(db, places, options)),
    inFlight: promised((environmentId, dueBy) => countInFlight(db, environmentId, dueBy)),
    reseal: promised((options, make) => reseal(db, options, make)),
    findAnswer: promised((environmentId, key, now) => findAnswer(db, [environmentId, key, now])),
    ...environmentStore(db),
    projects: projectStore(db),
    apiKeys: apiKeyStore(db),
    destinations: destinationStore(db),
    subscriptions: subscriptionStore(db),
    events: eventStore(db),
    deliveries: deliveryStore(db),
    stats: statsStore(db),
    tunnels: tunnelStore(db),
  };
}

/** One process owns the file, so at its start every lease is one of a process that is gone. */
function recover(db: Connection): void {
  db.durably(() => {
    releaseLeases(db, Number.MAX_SAFE_INTEGER);
    resetInFlight(db);
  });
}

/** A server that runs does not expect its tables to change, so an upgrade needs the file for itself. */
function migrateBeside(db: Connection, file: string): { from: number; to: number } {
  if (isCurrent(db)) return migrate(db);
  const ownership = takeOwnership(file, { waitMs: MIGRATE_WAIT_MS });
  try {
    return migrate(db);
  } finally {
    ownership.release();
  }
}
