import { afterEach, beforeEach, describe } from "vitest";
import { announcedByTimeRules } from "./conformance/announced-by-time.js";
import { announcementRules } from "./conformance/announcements.js";
import { apiKeyRules } from "./conformance/api-keys.js";
import { breakerRules } from "./conformance/breaker.js";
import { byHandRules } from "./conformance/by-hand.js";
import { claimRules } from "./conformance/claim.js";
import { clockRules } from "./conformance/clock.js";
import { commitRules } from "./conformance/commit.js";
import { deadGroupRules } from "./conformance/dead-groups.js";
import { destinationDeletionRules } from "./conformance/destination-deletion.js";
import { destinationRules } from "./conformance/destinations.js";
import { destinationUidRules } from "./conformance/destination-uids.js";
import { erasureRules } from "./conformance/erasure.js";
import { eventTypeRules } from "./conformance/event-types.js";
import { eventRules } from "./conformance/events.js";
import { fairnessRules } from "./conformance/fairness.js";
import { handOffRules } from "./conformance/hand-off.js";
import { listRules } from "./conformance/lists.js";
import { rareRules } from "./conformance/rare.js";
import { nextRules } from "./conformance/next.js";
import { noticeRules } from "./conformance/notices.js";
import { orderingExceptionRules } from "./conformance/ordering-exceptions.js";
import { orderingRules } from "./conformance/ordering.js";
import { rateLimitRules } from "./conformance/rate-limit.js";
import { idempotencyRules } from "./conformance/idempotency.js";
import { randomWalkRules } from "./conformance/random-walk.js";
import { recoverRules } from "./conformance/recover.js";
import { replayAllRules } from "./conformance/replay-all.js";
import { resealRules } from "./conformance/reseal.js";
import { settleRules } from "./conformance/settle.js";
import { statsRules } from "./conformance/stats.js";
import { subscriptionRules } from "./conformance/subscriptions.js";
import { sweepRules } from "./conformance/sweep.js";
import { scopeRules } from "./conformance/scopes.js";
import { tenantErasureRules } from "./conformance/tenant-erasure.js";
import { tenantRules } from "./conformance/tenants.js";
import { traceRules } from "./conformance/traces.js";
import { waitingRules } from "./conformance/waiting.js";
import { tunnelRules } from "./conformance/tunnels.js";
import { portalSessionRules } from "./conformance/portal-sessions.js";
import { must } from "./conformance/values.js";
import { type Fixture, type OpenStore, type StoreUnderTest, World } from "./conformance/world.js";

export type { StoreUnderTest } from "./conformance/world.js";

const GROUPS = {
  "API keys and projects": apiKeyRules,
  "portal sessions": portalSessionRules,
  destinations: destinationRules,
  "destinations by uid": destinationUidRules,
  "deleting a destination": destinationDeletionRules,
  subscriptions: subscriptionRules,
  "idempotent requests": idempotencyRules,
  commit: commitRules,
  "hand-off": handOffRules,
  ordering: orderingRules,
  "ordering, pauses and calls by hand": orderingExceptionRules,
  "waiting for": waitingRules,
  claim: claimRules,
  fairness: fairnessRules,
  "rate limit": rateLimitRules,
  settle: settleRules,
  "slots freed by a settlement": nextRules,
  "circuit breaker": breakerRules,
  "by hand": byHandRules,
  "replaying the DLQ": replayAllRules,
  recovering: recoverRules,
  "groups of the DLQ": deadGroupRules,
  "event types": eventTypeRules,
  events: eventRules,
  erasing: erasureRules,
  "erasing a tenant": tenantErasureRules,
  sweep: sweepRules,
  lists: listRules,
  "rare rows": rareRules,
  stats: statsRules,
  scopes: scopeRules,
  tenants: tenantRules,
  traces: traceRules,
  tunnels: tunnelRules,
  notices: noticeRules,
  announcements: announcementRules,
  "announcements of deaths and of old keys": announcedByTimeRules,
  "the test clock": clockRules,
  "a new sealing key": resealRules,
  "a random walk": randomWalkRules,
};

/** Registers the tests that every store must pass: the rules of store.ts, one group of them a file. */
export function storeConformance({ name, open }: StoreUnderTest): void {
  describe(`store conformance: ${name}`, () => {
    let opened: OpenStore | undefined;
    let world: World | undefined;
    beforeEach(async () => {
      opened = await open();
      world = await World.create(opened.store);
    });
    afterEach(async () => {
      await opened?.cleanup();
    });
    const fixture: Fixture = {
      world: () => must(world),
      reopen: async () => {
        must(world).store = await must(opened).reopen();
      },
    };
    for (const [title, register] of Object.entries(GROUPS)) describe(title, () => register(fixture));
  });
}
