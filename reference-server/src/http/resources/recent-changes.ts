import type { Delivery } from "../../domain/domain.js";
import type { Store } from "../../store/store.js";

/** A delivery as it was after a change, and the change's place in the order of changes. */
export interface Change {
  id: string;
  delivery: Delivery;
}

/** The last changes of each watched environment, so that an interrupted stream can continue where it stopped. */
export interface RecentChanges {
  /**
   * Calls `listener` for every change from now on, and first for those behind `lastId`. Answers whether some of those are no
   * longer kept, and how to stop.
   */
  watch(environmentId: number, lastId: string | null, listener: (change: Change) => void): Watching;
}

export interface Watching {
  missed: boolean;
  stop: () => void;
}

/** Changes that an environment keeps: a few minutes of a busy one, some megabytes at most. */
const KEPT = 1000;

interface Log {
  changes: Change[];
  listeners: Set<(change: Change) => void>;
  /** The number of the next change. */
  next: number;
}

/** `epoch` tells the ids of this process from those of another one or of an earlier start. */
export function createRecentChanges(store: Pick<Store, "subscribe">, epoch: string): RecentChanges {
  const logs = new Map<number, Log>();

  store.subscribe((notice) => {
    if (notice.kind === "deliveries_changed") notice.deliveries.forEach(add);
  });

  function add(delivery: Delivery): void {
    const log = logs.get(delivery.environment_id);
    if (log === undefined) return;
    const change = { id: `${epoch}-${log.next++}`, delivery };
    log.changes.push(change);
    // Halved at once now and then, which is cheaper than shifting on every change.
    if (log.changes.length >= 2 * KEPT) log.changes = log.changes.slice(-KEPT);
    for (const listener of log.listeners) listener(change);
  }

  function logOf(environmentId: number): Log {
    const log = logs.get(environmentId) ?? { changes: [], listeners: new Set(), next: 0 };
    logs.set(environmentId, log);
    return log;
  }

  return {
    watch(environmentId, lastId, listener) {
      const log = logOf(environmentId);
      const behind = lastId === null ? [] : changesBehind(log, lastId, epoch);
      log.listeners.add(listener);
      behind?.forEach(listener);
      return { missed: behind === null, stop: () => void log.listeners.delete(listener) };
    },
  };
}

/** Null if the id is from another process or start, or if changes after it are no longer available. */
function changesBehind({ changes, next }: Log, lastId: string, epoch: string): Change[] | null {
  const [, idEpoch, digits] = /^(.+)-(\d{1,15})$/.exec(lastId) ?? [];
  if (digits === undefined || idEpoch !== epoch) return null;
  const first = next - changes.length;
  const wanted = Number(digits) + 1;
  return wanted < first || wanted > next ? null : changes.slice(wanted - first);
}
