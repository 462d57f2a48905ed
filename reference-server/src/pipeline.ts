import type { DeliveryWorker } from "./delivery/worker.js";
import type { Tunnels } from "./delivery/send/tunnel.js";
import type { EventSchemas } from "./environments/event-schemas.js";
import type { EnvironmentCache } from "./environments/environment-cache.js";
import type { Intake } from "./ingest/intake.js";
import type { BodyChecks } from "./ingest/check-body.js";
import type { Ingest } from "./ingest/accept-event.js";
import type { AdvanceClock } from "./maintenance/test-clock.js";

/** The part that http/ may use of the stages that app.ts puts together. Everything else reaches them through the store's notices. */
export interface Pipeline {
  ingest: Ingest;
  intake: Pick<Intake, "isSaturated" | "enter">;
  environments: EnvironmentCache;
  schemas: EventSchemas;
  bodies: BodyChecks;
  waiting: DeliveryWorker["waiting"];
  recall: DeliveryWorker["recall"];
  advanceClock: AdvanceClock;
  tunnels: Omit<Tunnels, "start" | "stop" | "transport">;
}
