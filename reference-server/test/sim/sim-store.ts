import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Clock } from "../../src/clock.js";
import type { Millis } from "../../src/domain/domain.js";
import { openSqlite } from "../../src/store/sqlite/open.js";
import type { Store } from "../../src/store/store.js";

/** The database of one run. */
export interface SimDatabase {
  /** For a new process, with its clock. `crash`: the process ends without a word. */
  open(clock: Clock): Promise<{ store: Store; crash: () => Promise<void> }>;
  /** Resolves when the notifications of what has happened have arrived. */
  settle(): Promise<void>;
  /** Simulated time has passed: the database has a clock of its own. */
  setElapsed(elapsed: Millis): Promise<void>;
  /** Once every process has ended. */
  release(): Promise<void>;
}

/** How the wall clock may be set: forward, and back. A run lasts longer by what it was set back. */
export interface SimStore {
  wallSteps: readonly Millis[];
  /** Everything must be idle by then, in simulated time. */
  restMs: Millis;
  /** How many there are. */
  processes: number;
  create(): Promise<SimDatabase>;
  /** After the last run. */
  remove(): Promise<void>;
}

const HOUR = 3_600_000;

/** In memory where the system has such a place: a run opens the database several times. */
const FOLDERS = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const newFolder = () => mkdtempSync(join(FOLDERS, "harbor-sim-"));
const openFile = (file: string) => openSqlite({ file, syncFile: (_fd, done) => done(null) });

/** A migrated database, copied for each run. */
export async function sqliteFiles(): Promise<SimStore> {
  const empty = join(newFolder(), "empty.db");
  const store = openFile(empty);
  await store.migrate();
  await store.close();
  return {
    wallSteps: [8 * HOUR, -2 * HOUR],
    restMs: HOUR / 2,
    processes: 1,
    create: () => Promise.resolve(sqliteFile(empty)),
    remove: async () => rmSync(dirname(empty), { recursive: true }),
  };
}

function sqliteFile(template: string): SimDatabase {
  const folder = newFolder();
  const file = join(folder, "sim.db");
  copyFileSync(template, file);
  return {
    async open() {
      const store = openFile(file);
      await store.migrate();
      return { store, crash: () => store.close() };
    },
    settle: () => Promise.resolve(),
    setElapsed: () => Promise.resolve(),
    async release() {
      rmSync(folder, { recursive: true });
    },
  };
}
