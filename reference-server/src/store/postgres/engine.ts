import type { Turns } from "../../domain/fair-share.js";
import type { Background } from "./background.js";
import type { Database } from "./database.js";
import type { DatabaseClock } from "./database-clock.js";
import type { Leases } from "./leases.js";
import type { Workers } from "./workers.js";

/** Shared by the parts of the store. */
export interface Engine {
  db: Database;
  clock: DatabaseClock;
  leases: Leases;
  workers: Workers;
  turns: Turns;
  background: Background;
}
