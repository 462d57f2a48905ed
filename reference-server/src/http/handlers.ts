import type { Handlers } from "./context.js";
import { deadLetters } from "./dead-letters.js";
import { deliveries } from "./deliveries.js";
import { destinations } from "./destinations.js";
import { eventBatch } from "./event-batch.js";
import { events } from "./events.js";
import { signingKeys } from "./signing-keys.js";
import { stats } from "./stats.js";
import { stream } from "./stream.js";
import { subscriptions } from "./subscriptions.js";
import { testClock } from "./test-clock.js";
import { testEvents } from "./test-events.js";

/** Every operation of the specification, by its id; the type leaves none out. */
export const handlers: Handlers = {
  ...destinations,
  ...signingKeys,
  ...testEvents,
  ...subscriptions,
  ...events,
  ...eventBatch,
  ...deliveries,
  ...deadLetters,
  ...stats,
  ...testClock,
  ...stream,
};
