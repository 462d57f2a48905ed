import { closeSync, mkdirSync, openSync, statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { newTurns } from "../../domain/fair-share.js";
import { NoticeListeners } from "../notices.js";
import { throwLater } from "../failures.js";
import { type Store, type StoreHealth, StoreUnavailableError } from "../store.js";
import { nextAnnouncements } from "./announcements.js";
import { apiKeyStore } from "./api-keys.js";
import { claim, release, upcoming } from "./claim.js";
import { commit } from "./commit.js";
import { Connection } from "./connection.js";
import { nextSeq } from "./deliveries.js";
import { deliveryStore } from "./delivery-store.js";
import { destinationStore } from "./destination-store.js";
import type { Engine, Sequences } from "./engine.js";
import { addToClock } from "./environments.js";
import { eventStore } from "./event-store.js";
import { eventTypeStore } from "./event-types.js";
import { createHotPath, ownerOf, SHARED } from "./hot-path.js";
import { findDurableResponse, idempotent } from "./idempotency.js";
import { recoverLeaseGroups } from "./lease-groups.js";
import { Leases } from "./leases.js";
import { createLog } from "./log.js";
import { isCurrent, migrate } from "./migrate.js";
import { type Ownership, takeOwnership } from "./owner-lock.js";
import { portalSessionStore } from "./portal-sessions.js";
import { projectStore } from "./projects.js";
import { reseal } from "./reseal.js";
import { settle } from "./settle.js";
import { readSnapshot } from "./snapshot.js";
import { statsStore } from "./stats.js";
import { subscriptionStore } from "./subscriptions.js";
import { type PurgeCursors, sweep } from "./sweep.js";
import { tenantStore } from "./tenants.js";
import { remoteStore } from "./thread/remote-store.js";
import { tunnelStore } from "./tunnels.js";
import { createWalSync, type SyncFile, type WalSync } from "./wal-sync.js";

/** Another process may hold the lock for the moment in which it migrates a new database. */
const START_WAIT_MS = 250;
const MIGRATE_WAIT_MS = 2000;

export interface SqliteOptions extends Partial<StoreHealth> {
  /** A path, whose folder is created if it is missing, or `:memory:`. */
  file: string;
  /**
   * Default true: this process takes the work, and no other may. `held`: it does, and its main thread has the lock.
   * `harbor-server keys` opens with false, beside a server that runs, and must neither commit, claim nor settle.
   */
  owner?: boolean | "held";
  /** The program of a worker thread that serves the store (thread/serve.ts); without it the store runs in this one. */
  thread?: URL | undefined;
  /** The system call that makes the log durable; another one injects faults. */
  syncFile?: SyncFile;
}

/**
 * The store on SQLite. Call `migrate()` before anything else: it also returns what a process that died had in flight to its
 * queues. Throws `DatabaseInUseError` when another server has the file.
 */
export function openSqlite(options: SqliteOptions): Store {
  const { file, owner = true, onFatal = throwLater, syncFile, thread } = options;
  const { emit, subscribe } = new NoticeListeners();
  const parts = { subscribe, onFatal, ...(syncFile === undefined ? {} : { syncFile }) };
  if (file === ":memory:") {
    return createStore(new Connection(file, emit), { ...parts, file, ownership: HELD });
  }
  const path = resolve(file);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // SQLite gives its log the mode of the database. Bodies and hashes are for its owner.
  closeSync(openSync(path, "a", 0o600));
  const ownership = owner === "held" ? HELD : owner ? takeOwnership(path, { waitMs: START_WAIT_MS }) : null;
  try {
    if (owner === true && thread !== undefined && ownership !== null) {
      return remoteStore({ file: path, script: thread, ownership, onFatal });
    }
    return createStore(new Connection(path, emit), { ...parts, file: path, ownership });
  } catch (error) {
    ownership?.release();
    throw error;
  }
}

const HELD: Ownership = { release: () => undefined };

interface Opened extends Pick<StoreHealth, "onFatal"> {
  file: string;
  /** Null beside a server that owns the file. */
  ownership: Ownership | null;
  subscribe: Store["subscribe"];
  syncFile?: SyncFile;
}

function createStore(db: Connection, opened: Opened): Store {
  const { file, ownership, subscribe, onFatal, syncFile } = opened;
  const walSync = createWalSync(file, {
    onFailure(error) {
      db.refuse(error);
      onFatal(error);
    },
    ...(syncFile === undefined ? {} : { syncFile }),
  });
  const engine = createEngine(db, walSync);
  const cursors: PurgeCursors = new Map();
  return {
    migrate: async () => (ownership === null ? migrateBeside(db, file) : await migrateOwned(engine)),
    ping: async () => checkWrites(db, file),
    subscribe,
    close: async () => {
      await walSync.close();
      db.close();
      ownership?.release();
    },
    busyMs: () => 0,
    ...hotPathOf(engine),
    sweep: async (options) => {
      const result = sweep(engine, cursors, options);
      await nextTurn();
      return result;
    },
    announcements: async (page) => nextAnnouncements(db, page),
    snapshot: async (environmentId) => db.reading(() => readSnapshot(db, environmentId)),
    advanceClock: (environmentId, byMs, request) =>
      idempotent(engine, { environmentId, request }, () => addToClock(db, environmentId, byMs)),
    reseal: (options, make) => reseal(engine, options, make),
    findResponse: (environmentId, key) => findDurableResponse(engine, environmentId, key),
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
    peers: null,
  };
}

type HotPathCalls = Pick<Store, "commit" | "claim" | "upcoming" | "settle" | "release">;

/** Calls that share transactions, and those that see what was called before them. */
function hotPathOf(engine: Engine): HotPathCalls {
  const run = <T>(weight: number, work: () => T, owner = SHARED) =>
    engine.hotPath.run(work, { durable: false, weight, owner });
  return {
    commit: (batch, options, request) => commit(engine, { batch, options, request }),
    claim: (options) => run(options.limit, () => claim(engine, options)),
    // The test clock waits for what the claims before it took.
    upcoming: (environmentId, times) => run(0, () => upcoming(engine, environmentId, times)),
    settle: (batch, now, next) =>
      run(
        batch.length,
        () => settle(engine, { batch, now, next }),
        ownerOf(batch.map(({ environment_id }) => environment_id)),
      ),
    release: (leaseTokens, now) => run(leaseTokens.length, () => release(engine, leaseTokens, now)),
  };
}

function createEngine(db: Connection, walSync: WalSync): Engine {
  const log = createLog(db, walSync);
  return {
    db,
    log,
    hotPath: createHotPath(db, log),
    leases: new Leases(db),
    turns: newTurns(),
    sequences: createSequences(db),
  };
}

function createSequences(db: Connection): Sequences {
  const next: { events: number | null; deliveries: number | null } = { events: null, deliveries: null };
  const take = (table: "events" | "deliveries") => {
    const seq = next[table] ?? nextSeq(db, table);
    next[table] = seq + 1;
    return seq;
  };
  return {
    event: () => take("events"),
    lastEvent: () => (next.events ??= nextSeq(db, "events")) - 1,
    delivery: () => take("deliveries"),
  };
}

/** After a full disk, the free space that is required to accept events again. */
const ROOM_BYTES = 4 * 1024 * 1024;

/** A read succeeds on a full disk, and so may a small write. */
function checkWrites(db: Connection, file: string): void {
  db.writing(() => {
    db.prepare(
      "UPDATE environments SET version = version WHERE id = (SELECT min(id) FROM environments)",
    ).run();
  });
  if (!db.full) return;
  const { bavail, bsize } = statfsSync(dirname(file));
  if (bavail * bsize < ROOM_BYTES) throw new StoreUnavailableError("full");
  db.full = false;
}

async function migrateOwned({ db, log }: Engine): Promise<{ from: number; to: number }> {
  const versions = migrate(db);
  await log.durably(() => recoverLeaseGroups(db));
  return versions;
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
