import { setImmediate as nextTurn } from "node:timers/promises";
import { FairQueue } from "../../domain/fair-queue.js";
import type { Connection } from "./connection.js";
import type { Log } from "./log.js";

/**
 * Where commits, settlements and claims meet: what one turn of the event loop brings goes into one transaction, as far as it fits. The
 * next one goes to the owners that were served least. The sync of a transaction does not hold up the next: a settlement that waited for
 * it would keep a slot of its destination for as long.
 */
export interface HotPath {
  run<T>(work: () => T, options: JobOptions): Promise<T>;
  /** The weight above which work of this owner that can be divided should come as several jobs. */
  stepWeight(owner: number): number;
}

export interface JobOptions {
  /** Resolves once the transaction is synced. */
  durable: boolean;
  /** About how many rows it writes. */
  weight: number;
  /** Whose work it is. Jobs of one owner keep their order. */
  owner: number;
}

/** The owner of work for several environments, and of claims. */
export const SHARED = 0;

export function ownerOf(environmentIds: readonly number[]): number {
  const [first = SHARED] = environmentIds;
  return environmentIds.every((id) => id === first) ? first : SHARED;
}

interface Job extends JobOptions {
  work: () => unknown;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

/** Rows in one transaction, and in one of its jobs, about. Large transactions cost less for each row. */
const ALONE = { transaction: 128, step: 64 };
/** The same while several environments have work: what one writes holds up the others, on this thread and in the sync of the log. */
const SHARED_BY_SEVERAL = { transaction: 16, step: 16 };
/** Environments share the store until one has brought this many jobs without another. */
const SHARED_FOR_JOBS = 100;

export function createHotPath(db: Connection, log: Log): HotPath {
  const jobs = new FairQueue<Job>();
  const owners = new RecentOwners();
  let running = false;

  async function runAll(): Promise<void> {
    while (jobs.size > 0) {
      await nextTurn();
      const durable = runTogether(db, takeJobs(jobs, owners.weights.transaction)).filter(
        (ended) => ended !== null,
      );
      if (durable.length > 0) void settleSynced(log, durable);
    }
    running = false;
  }

  return {
    run<T>(work: () => T, options: JobOptions) {
      return new Promise<T>((resolve, reject) => {
        owners.note(options.owner);
        jobs.add(options.owner, { work, ...options, resolve: resolve as Job["resolve"], reject });
        if (running) return;
        running = true;
        void runAll();
      });
    },
    stepWeight(owner) {
      owners.note(owner);
      return owners.weights.step;
    },
  };
}

/** Whether several environments have work. */
class RecentOwners {
  #last = SHARED;
  #sharedFor = 0;

  get weights(): typeof ALONE {
    return this.#sharedFor > 0 ? SHARED_BY_SEVERAL : ALONE;
  }

  note(owner: number): void {
    if (owner === SHARED) return;
    if (owner === this.#last) this.#sharedFor -= 1;
    else if (this.#last !== SHARED) this.#sharedFor = SHARED_FOR_JOBS;
    this.#last = owner;
  }
}

/** As many as fit, at least one. */
function takeJobs(jobs: FairQueue<Job>, maxWeight: number): Job[] {
  const taken: Job[] = [];
  let weight = 0;
  for (;;) {
    const next = jobs.peek();
    if (next === undefined || (taken.length > 0 && weight + next.weight > maxWeight)) return taken;
    jobs.take();
    jobs.charge(next.owner, next.weight - 1);
    weight += next.weight;
    taken.push(next);
  }
}

interface Ended {
  job: Job;
  result: unknown;
}

/** One transaction. If it fails each job runs in one of its own, so that none suffers from another's fault. */
function runTogether(db: Connection, jobs: Job[]): (Ended | null)[] {
  if (jobs.length > 1) {
    try {
      const results = db.writing(() => jobs.map(({ work }) => work()));
      return jobs.map((job, index) => finish(job, results[index]));
    } catch {
      // The fault shows again below, in the job that has it.
    }
  }
  return jobs.map((job) => {
    try {
      return finish(job, db.writing(job.work));
    } catch (error) {
      job.reject(error);
      return null;
    }
  });
}

/** Null once nothing is left to wait for. */
function finish(job: Job, result: unknown): Ended | null {
  if (job.durable) return { job, result };
  job.resolve(result);
  return null;
}

async function settleSynced(log: Log, ended: Ended[]): Promise<void> {
  try {
    await log.synced();
    for (const { job, result } of ended) job.resolve(result);
  } catch (error) {
    for (const { job } of ended) job.reject(error);
  }
}
