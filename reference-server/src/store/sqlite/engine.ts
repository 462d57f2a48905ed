import type { Turns } from "../../domain/fair-share.js";
import type { Connection } from "./connection.js";
import type { HotPath } from "./hot-path.js";
import type { Leases } from "./leases.js";
import type { Log } from "./log.js";

/** Shared by the parts of the store. */
export interface Engine {
  db: Connection;
  log: Log;
  hotPath: HotPath;
  leases: Leases;
  turns: Turns;
  sequences: Sequences;
}

/** Row numbers of the tables that only the owner of the file inserts into. */
export interface Sequences {
  event(): number;
  /** The last one that was given. */
  lastEvent(): number;
  delivery(): number;
}
