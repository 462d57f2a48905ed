import type { FaultKind } from "./journal.js";

export type Breaker = readonly [kind: FaultKind, perform: () => Promise<void>];

/** The store below the servers, with the faults of its kind. */
export interface TortureStore {
  /** How many servers run on it. */
  processes: number;
  env: Record<string, string>;
  faults: Breaker[];
  /** Once the servers are gone. */
  release(): Promise<void>;
}

/** `random`: uniform in [0, 1). */
export type OpenTortureStore = (random: () => number) => Promise<TortureStore>;

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
