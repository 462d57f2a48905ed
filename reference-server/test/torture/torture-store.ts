import type { SmallFileSystem } from "../small-file-system.js";
import type { FaultKind } from "./journal.js";

export type Breaker = readonly [kind: FaultKind, perform: () => Promise<void>];

/** The store below the servers, with the faults of its kind. */
export interface TortureStore {
  /** How many servers run on it. */
  processes: number;
  env: Record<string, string>;
  faults: Breaker[];
  /** For the report: the faults that are left out, and why. */
  leftOut: string | null;
  /** Once the servers are gone. */
  release(): Promise<void>;
}

/** `random`: uniform in [0, 1). */
export type OpenTortureStore = (random: () => number) => Promise<TortureStore>;

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A reason to leave faults out. */
export const NO_SMALL_DISK = "the full disk: a small file system cannot be mounted here";

/** Room for a long run. */
export const DISK = "4g";

/** @param restore what the store needs once there is room again */
export function fillDisk(
  disk: SmallFileSystem,
  restore: () => Promise<void> = () => Promise.resolve(),
): Breaker {
  return [
    "fill_disk",
    async () => {
      disk.fill();
      await sleep(700);
      disk.grow(DISK);
      await restore();
    },
  ];
}
