import type { Logger } from "pino";
import type { Clock } from "./clock.js";
import type { Config } from "./config.js";
import type { LogFault } from "./fault-log.js";
import type { NewId } from "./ids.js";
import type { Sealer } from "./seal.js";
import type { Store } from "./store/store.js";
import type { Tracing } from "./tracing.js";

/** The dependencies of every stage. Nothing reads the clock, chance or the environment on its own. */
export interface Deps {
  config: Config;
  store: Store;
  clock: Clock;
  /** Uniform in [0, 1). */
  random: () => number;
  newId: NewId;
  sealer: Sealer;
  log: Logger;
  logFault: LogFault;
  tracing?: Tracing | undefined;
}
