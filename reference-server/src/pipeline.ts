import type { Millis, Environment } from "./domain/domain.js";
import type { Once, RememberedAnswer } from "./store/store.js";
import type { Changes } from "./environments/change-feed.js";
import type { Ingest } from "./ingest/accept-event.js";
import type { Routes } from "./environments/environment-cache.js";
import type { Tunnels } from "./delivery/send/tunnel.js";

export type { BatchResult, IngestInput } from "./ingest/accept-event.js";

/** What http/ may ask of the pipeline: the stages' entrances, put together in app.ts. */
export interface Pipeline {
  ingest: Ingest;
  routes: Routes;
  /** Due work may have appeared (a resume, a retry by hand, a replay). Cheap, never throws. */
  wake(): void;
  /** Resolves when the attempts that have been answered are recorded. */
  settled(): Promise<void>;
  /** Moves a environment's clock and answers its new time when all work that fell due has been attempted. */
  advanceClock(
    environment: Environment,
    byMs: Millis,
    once?: Once<Millis>,
  ): Promise<{ now: Millis } | { repeated: RememberedAnswer }>;
  changes: Changes;
  tunnels: Omit<Tunnels, "tend" | "transport">;
}
