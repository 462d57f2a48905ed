import { setImmediate as nextTurn } from "node:timers/promises";
import type { Connection } from "./connection.js";
import type { Log } from "./log.js";

/**
 * Where commits, settlements and claims meet: what one turn of the event loop brings goes into one transaction. The sync of a
 * transaction does not hold up the next: a settlement that waited for it would keep a slot of its destination for as long.
 */
export interface HotPath {
  /** `durable`: resolves once the transaction is synced. `weight`: about how many rows it writes. */
  run<T>(work: () => T, options: { durable: boolean; weight: number }): Promise<T>;
}

interface Job {
  work: () => unknown;
  durable: boolean;
  weight: number;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

/** Rows in one transaction, about: keeps the pause of the others short. */
const MAX_WEIGHT = 1000;

export function createHotPath(db: Connection, log: Log): HotPath {
  const jobs: Job[] = [];
  let running = false;

  async function runAll(): Promise<void> {
    while (jobs.length > 0) {
      await nextTurn();
      const durable = runTogether(db, takeJobs(jobs)).filter((ended) => ended !== null);
      if (durable.length > 0) void settleSynced(log, durable);
    }
    running = false;
  }

  return {
    run<T>(work: () => T, { durable, weight }: { durable: boolean; weight: number }) {
      return new Promise<T>((resolve, reject) => {
        jobs.push({ work, durable, weight, resolve: resolve as Job["resolve"], reject });
        if (running) return;
        running = true;
        void runAll();
      });
    },
  };
}

function takeJobs(jobs: Job[]): Job[] {
  let weight = 0;
  const end = jobs.findIndex((job, index) => {
    weight += job.weight;
    return weight > MAX_WEIGHT && index > 0;
  });
  return jobs.splice(0, end === -1 ? jobs.length : end);
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
