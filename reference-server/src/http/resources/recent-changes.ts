import type { Delivery } from "../../domain/domain.js";
import type { Store, Visible } from "../../store/store.js";

/** A delivery as it was after a change, and the change's place in the order of changes. */
export interface Change {
  id: string;
  delivery: Delivery;
}

/**
 * The last changes of each watched environment, and of each watched tenant in it, so that an interrupted stream can continue where it
 * stopped. A tenant has a log of its own: the ids in it count only the changes that it sees.
 */
export interface RecentChanges {
  /**
   * Calls `change` for every change from now on, and first for those behind `lastId`. Returns whether some of those are no
   * longer kept, and how to stop.
   */
  watch(scope: Visible, lastId: string | null, watcher: Watcher): Watching | Promise<Watching>;
}

/** Of a single process, in memory. */
interface OwnChanges extends RecentChanges {
  watch(scope: Visible, lastId: string | null, watcher: Watcher): Watching;
}

export interface Watcher {
  change(change: Change): void;
  /** Changes are missing from now on: the watcher stops and a later one begins behind a gap. */
  failed(): void;
}

export interface Watching {
  missed: boolean;
  stop: () => void;
}

export interface RecentChangesParts {
  store: Pick<Store, "subscribe">;
  /** Distinguishes the ids of a log from those of every other one. */
  newEpoch: () => string;
  /** The tenant of the delivery's destination. */
  ownerOf: (delivery: Delivery) => Promise<string | null>;
}

/** Changes that a log keeps: a few minutes of a busy environment. */
const KEPT = 1000;
/** Response bodies among them, in characters. */
const KEPT_CHARACTERS = 2_097_152;
/** Logs without a reader that are still kept, for a reader that comes back: so many of environments, and so many of tenants. */
const KEPT_UNWATCHED = 20;

interface Log {
  epoch: string;
  ofTenant: boolean;
  changes: Change[];
  watchers: Set<Watcher>;
  /** The number of the next change. */
  next: number;
  characters: number;
  /** Resolves once the changes so far are in the log. */
  adding: Promise<void>;
}

export function createRecentChanges({ store, newEpoch, ownerOf }: RecentChangesParts): OwnChanges {
  const logs = new Map<string, Log>();

  store.subscribe((notice) => {
    if (notice.kind === "deliveries_changed" && logs.size > 0) notice.deliveries.forEach(add);
  });

  function add(delivery: Delivery): void {
    const environmentId = delivery.environment_id;
    const log = logs.get(nameOf({ environmentId }));
    if (log !== undefined) append(log, delivery);
    // Only events of a tenant reach its destinations.
    if (delivery.tenant !== null) addToTenant(nameOf({ environmentId, owner: delivery.tenant }), delivery);
  }

  function addToTenant(name: string, delivery: Delivery): void {
    const log = logs.get(name);
    if (log === undefined) return;
    log.adding = log.adding
      .then(() => ownerOf(delivery))
      .then(
        (owner) => {
          if (owner === delivery.tenant) append(log, delivery);
        },
        () => {
          if (logs.get(name) === log) logs.delete(name);
          for (const watcher of log.watchers) watcher.failed();
        },
      );
  }

  function logOf(scope: Visible): Log {
    const name = nameOf(scope);
    const log = logs.get(name) ?? newLog(newEpoch(), scope);
    // The last one watched is the last one in the map.
    logs.delete(name);
    logs.set(name, log);
    return log;
  }

  function forgetUnwatched(): void {
    for (const ofTenant of [false, true]) {
      const unwatched = [...logs].filter(([, log]) => log.ofTenant === ofTenant && log.watchers.size === 0);
      for (const [name] of unwatched.slice(0, -KEPT_UNWATCHED)) logs.delete(name);
    }
  }

  return {
    watch(scope, lastId, watcher) {
      const log = logOf(scope);
      const behind = lastId === null ? [] : changesBehind(log, lastId);
      log.watchers.add(watcher);
      behind?.forEach((change) => {
        watcher.change(change);
      });
      return {
        missed: behind === null,
        stop() {
          log.watchers.delete(watcher);
          if (log.watchers.size === 0) forgetUnwatched();
        },
      };
    },
  };
}

export function nameOf({ environmentId, owner }: Visible): string {
  return `${environmentId}/${owner ?? ""}`;
}

function newLog(epoch: string, { owner = null }: Visible): Log {
  const adding = Promise.resolve();
  return {
    epoch,
    ofTenant: owner !== null,
    changes: [],
    watchers: new Set(),
    next: 0,
    characters: 0,
    adding,
  };
}

function append(log: Log, delivery: Delivery): void {
  const change = { id: changeId(log.epoch, log.next++), delivery };
  keep(log, change);
  for (const watcher of log.watchers) watcher.change(change);
}

/** Drops the older half at a time, which is cheaper than shifting on every change. */
function keep(log: Log, change: Change): void {
  log.changes.push(change);
  log.characters += charactersOf(change);
  if (log.changes.length < 2 * KEPT && log.characters < 2 * KEPT_CHARACTERS) return;
  log.changes = log.changes.slice(Math.ceil(log.changes.length / 2));
  log.characters = log.changes.reduce((sum, kept) => sum + charactersOf(kept), 0);
}

function charactersOf({ delivery }: Change): number {
  return delivery.response_body?.length ?? 0;
}

/** Null when the id is of another log, or so old that what follows it is no longer whole. */
function changesBehind({ changes, next, epoch }: Log, lastId: string): Change[] | null {
  const last = parseChangeId(lastId);
  if (last?.epoch !== epoch) return null;
  const first = next - changes.length;
  const wanted = last.n + 1;
  return wanted < first || wanted > next ? null : changes.slice(wanted - first);
}

export function changeId(epoch: string, n: number): string {
  return `${epoch}-${n}`;
}

/** Null for one that no log has. */
export function parseChangeId(id: string): { epoch: string; n: number } | null {
  const [, epoch, digits] = /^(.+)-(\d{1,15})$/.exec(id) ?? [];
  return epoch === undefined ? null : { epoch, n: Number(digits) };
}
