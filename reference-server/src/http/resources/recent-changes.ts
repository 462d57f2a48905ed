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
   * Calls `listener` for every change from now on, and first for those behind `lastId`. Returns whether some of those are no
   * longer kept, and how to stop.
   */
  watch(environmentId: number, lastId: string | null, listener: (change: Change) => void): Watching;
}

export interface Watching {
  missed: boolean;
  stop: () => void;
}

/** Changes that an environment keeps: a few minutes of a busy one. */
const KEPT = 1000;
/** Response bodies among them, in characters. */
const KEPT_CHARACTERS = 2_097_152;
/** Environments without a reader whose changes are still kept, for a reader that comes back. */
const KEPT_UNWATCHED = 20;

interface Log {
  changes: Change[];
  listeners: Set<(change: Change) => void>;
  /** The number of the next change. */
  next: number;
  characters: number;
}

/** `epoch` distinguishes the ids of this process from those of another one or of an earlier start. */
export function createRecentChanges(store: Pick<Store, "subscribe">, epoch: string): RecentChanges {
  const logs = new Map<number, Log>();

  store.subscribe((notice) => {
    if (notice.kind === "deliveries_changed" && logs.size > 0) notice.deliveries.forEach(add);
  });

  function add(delivery: Delivery): void {
    const log = logs.get(delivery.environment_id);
    if (log === undefined) return;
    const change = { id: `${epoch}-${log.next++}`, delivery };
    keep(log, change);
    for (const listener of log.listeners) listener(change);
  }

  function logOf(environmentId: number): Log {
    const log = logs.get(environmentId) ?? { changes: [], listeners: new Set(), next: 0, characters: 0 };
    // The last one watched is the last one in the map.
    logs.delete(environmentId);
    logs.set(environmentId, log);
    return log;
  }

  function forgetUnwatched(): void {
    const unwatched = [...logs].filter(([, { listeners }]) => listeners.size === 0);
    for (const [environmentId] of unwatched.slice(0, -KEPT_UNWATCHED)) logs.delete(environmentId);
  }

  return {
    watch(environmentId, lastId, listener) {
      const log = logOf(environmentId);
      const behind = lastId === null ? [] : changesBehind(log, lastId, epoch);
      log.listeners.add(listener);
      behind?.forEach(listener);
      return {
        missed: behind === null,
        stop() {
          log.listeners.delete(listener);
          if (log.listeners.size === 0) forgetUnwatched();
        },
      };
    },
  };
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

/** Null when the id is of another process or start, or so old that what follows it is no longer whole. */
function changesBehind({ changes, next }: Log, lastId: string, epoch: string): Change[] | null {
  const [, idEpoch, digits] = /^(.+)-(\d{1,15})$/.exec(lastId) ?? [];
  if (digits === undefined || idEpoch !== epoch) return null;
  const first = next - changes.length;
  const wanted = Number(digits) + 1;
  return wanted < first || wanted > next ? null : changes.slice(wanted - first);
}
