import type { AttemptTrigger } from "../domain/domain.js";
import {
  type DeliveryIdentity,
  type QueuedDelivery,
  retryCountHeader,
  stateBefore,
} from "../domain/queued.js";
import type { Token } from "../domain/rate-limit.js";
import type { Lease, LeasedDelivery } from "./pipeline.js";

interface Taken {
  identity: DeliveryIdentity;
  queued: QueuedDelivery;
  trigger: AttemptTrigger;
  token: Token | null;
  lease: Lease;
  startsBudget: boolean;
}

/** The data for sending a delivery, whether a claim took it or a commit handed it over. */
export function leasedDelivery(
  { identity, queued, trigger, token, lease, startsBudget }: Taken,
  { body, trace, version }: Pick<LeasedDelivery, "body" | "trace" | "version">,
): LeasedDelivery {
  return {
    id: identity.id,
    environment_id: identity.environment_id,
    version,
    tenant: identity.tenant,
    event_id: identity.event_id,
    event_type: identity.event_type,
    destination_id: identity.destination_id,
    body,
    trace,
    lease,
    lane: queued.lane,
    trigger,
    retry_count: retryCountHeader(queued, trigger),
    attempt_number: queued.attempt_count,
    budget_started_at: queued.budget_started_at,
    token,
    starts_budget: startsBudget && trigger !== "manual",
    before: stateBefore(queued),
  };
}
