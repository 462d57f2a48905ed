import { coalesce } from "../../coalesce.js";
import type { Delivery } from "../../domain/domain.js";
import type { LogFault } from "../../fault-log.js";
import type { ChangeLogs, LogPage, OpenLog, Store, Visible } from "../../store/store.js";
import {
  changeId,
  type Change,
  nameOf,
  parseChangeId,
  type RecentChanges,
  type Watcher,
} from "./recent-changes.js";

export interface SharedChangesParts {
  store: Pick<Store, "subscribe">;
  logs: ChangeLogs;
  /** The tenant of the delivery's destination. */
  ownerOf: (delivery: Delivery) => Promise<string | null>;
  logFault: LogFault;
}

/** Changes that are read at once. */
const BATCH = 500;

/** The recent changes of all processes on the database. An id is valid in each of them. */
export function createSharedChanges({ store, logs, ownerOf, logFault }: SharedChangesParts): RecentChanges {
  const tails = new Map<string, Promise<Tail>>();

  store.subscribe((notice) => {
    if (notice.kind === "deliveries_changed" && logs.any) notice.deliveries.forEach(add);
  });

  function add(delivery: Delivery): void {
    const { environment_id: environmentId, tenant } = delivery;
    logs.find({ environmentId })?.add(delivery, true);
    // Only events of a tenant reach its destinations.
    if (tenant === null) return;
    const log = logs.find({ environmentId, owner: tenant });
    log?.add(
      delivery,
      ownerOf(delivery).then((owner) => owner === tenant),
    );
  }

  function tailOf(scope: Visible): Promise<Tail> {
    const name = nameOf(scope);
    const known = tails.get(name);
    if (known !== undefined) return known;
    const forget = () => {
      if (tails.get(name) === opened) tails.delete(name);
    };
    const opened = openTail(scope, { logs, logFault, onEnd: forget });
    opened.catch(forget);
    tails.set(name, opened);
    return opened;
  }

  return {
    async watch(scope, lastId, watcher) {
      for (;;) {
        const tail = await tailOf(scope);
        const missed = await tail.join(lastId, watcher);
        if (missed === "ended") continue;
        return {
          missed,
          stop() {
            tail.leave(watcher);
          },
        };
      }
    },
  };
}

interface TailParts extends Pick<SharedChangesParts, "logFault"> {
  onEnd: () => void;
}

async function openTail(scope: Visible, { logs, ...parts }: TailParts & { logs: ChangeLogs }): Promise<Tail> {
  let tail: Tail | undefined;
  const log = await logs.open(scope, () => void tail?.advance());
  return (tail = new Tail(log, parts));
}

/** The end of a log as this process has read it, for all its streams. */
class Tail {
  /** Of the last change that was read. */
  #position: number;
  #users = 0;
  #ended = false;
  readonly #watchers = new Set<Watcher>();
  /** Those of the log that were read, by number: all streams get the same objects, and so the same frames. */
  readonly #changes = new Map<number, Change>();
  #keptFrom = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly log: OpenLog,
    readonly parts: TailParts,
  ) {
    this.#position = log.next - 1;
  }

  /** Reads what is new. While the database is away nothing is; the next poll tries again. */
  readonly advance = coalesce(() =>
    this.#inTurn(() => this.#advance()).catch((error: unknown) => {
      this.parts.logFault(error, "reading a log of changes failed; retrying");
    }),
  );

  /** Resolves with whether changes behind `lastId` are missing. */
  join(lastId: string | null, watcher: Watcher): Promise<boolean | "ended"> {
    this.#users += 1;
    return this.#inTurn(async () => {
      await this.#advance();
      const missed = lastId !== null && !(await this.#replay(lastId, watcher));
      if (this.#ended) return "ended";
      this.#watchers.add(watcher);
      return missed;
    }).catch((error: unknown) => {
      this.leave(watcher);
      throw error;
    });
  }

  leave(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    this.#users -= 1;
    if (this.#users === 0) this.#end();
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task, task);
    this.#last = result;
    return result;
  }

  async #advance(): Promise<void> {
    while (!this.#ended) {
      const page = await this.log.read(this.#position, BATCH);
      if (page === null || page.keptFrom > this.#position + 1) {
        this.#end();
        return;
      }
      for (const [n, change] of this.#changesOf(page)) {
        for (const watcher of this.#watchers) watcher.change(change);
        this.#position = n;
      }
      if (page.changes.length < BATCH) {
        this.#position = page.next - 1;
        return;
      }
    }
  }

  /** False when the id is of another log, or so old that what follows it is no longer whole. */
  async #replay(lastId: string, watcher: Watcher): Promise<boolean> {
    const last = parseChangeId(lastId);
    if (last?.epoch !== this.log.id || last.n > this.#position) return false;
    const changes: Change[] = [];
    for (let after = last.n; after < this.#position;) {
      const page = await this.log.read(after, BATCH);
      if (page === null || page.keptFrom > after + 1) return false;
      const wanted = this.#changesOf(page).filter(([n]) => n <= this.#position);
      changes.push(...wanted.map(([, change]) => change));
      after = page.changes.length < BATCH ? this.#position : (page.changes.at(-1)?.n ?? this.#position);
    }
    for (const change of changes) watcher.change(change);
    return true;
  }

  #changesOf({ changes, keptFrom }: LogPage): [n: number, change: Change][] {
    if (this.#changes.size === 0) this.#keptFrom = keptFrom;
    for (; this.#keptFrom < keptFrom; this.#keptFrom += 1) this.#changes.delete(this.#keptFrom);
    return changes.map(({ n, delivery }) => [n, this.#changeOf(n, delivery)]);
  }

  #changeOf(n: number, delivery: Delivery): Change {
    const known = this.#changes.get(n);
    // A response that has been erased since is no longer in the log.
    if (known?.delivery.response_body === delivery.response_body) return known;
    const change = { id: changeId(this.log.id, n), delivery };
    this.#changes.set(n, change);
    return change;
  }

  /** The log is gone, or nothing reads it any more. */
  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.log.close();
    this.parts.onEnd();
    for (const watcher of this.#watchers) watcher.failed();
  }
}
