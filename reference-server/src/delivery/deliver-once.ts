import type { Deps } from "../deps.js";
import type { Attempt, AttemptResult, DeadReason, Millis } from "../domain/domain.js";
import { budgetEnd, decide, outcomeOf } from "../domain/retry-policy.js";
import type { EnvironmentCache, EnvironmentView, Target } from "../environments/environment-cache.js";
import type { LeasedDelivery } from "../store/store.js";
import { reachOf } from "../net/url-guard.js";
import type { Ending } from "./recorder.js";
import { isLocalFault, type SendResult, type SignedRequest } from "./send/transport.js";
import { signRequest } from "./sign-request.js";

export interface DeliverDeps extends Pick<Deps, "clock" | "random" | "tracing"> {
  environments: Pick<EnvironmentCache, "get" | "peek">;
  /** `HARBOR_PORTAL_TEST_NETWORKS`. */
  portalTestNetworks: boolean;
  send(request: SignedRequest, delivery: LeasedDelivery): Promise<SendResult>;
  /** Resolves with false when the lease was lost. */
  record(delivery: LeasedDelivery, ending: Ending): Promise<boolean>;
}

/** Every way out of an attempt: it is recorded, another worker has the delivery, or nothing was sent. */
export type Finished =
  | { kind: "recorded" }
  | { kind: "lease_lost" }
  /** Nothing was sent: too little of the lease is left. */
  | { kind: "lease_too_short" }
  /** Nothing was sent: the token of the rate limit is too old. */
  | { kind: "token_expired" }
  /** Nothing was sent, and the fault is this machine's. The lease still holds. */
  | { kind: "local_fault"; error: Error };

/** One attempt of one delivery: check, sign, send, decide, record. Rejects only if the store fails for the rest of the lease. */
export async function deliverOnce(delivery: LeasedDelivery, deps: DeliverDeps): Promise<Finished> {
  const { clock, environments, random } = deps;
  const { environment_id, version } = delivery;
  const view =
    environments.peek(environment_id, version) ?? (await environments.get(environment_id, version));
  const { snapshot } = view;
  const offset = snapshot.clockOffsetMs;
  const now = clock.now();

  const ready = precheck(delivery, view, now);
  if (ready === "lease_too_short" || ready === "token_expired") return { kind: ready };
  if (typeof ready === "string") return await record(delivery, unsent(delivery, ready), deps);

  const { target, body } = ready;
  const isUntrusted = target.destination.url_from_portal && !deps.portalTestNetworks;
  const mode = reachOf(snapshot.environment.mode, isUntrusted);
  const span = deps.tracing?.attempt(delivery, target.destination);
  const times = { sentAt: clock.wall(), environmentNow: now + offset };
  const terms = { target, body, mode, ...times, random, trace: span?.context ?? null };
  const request = signRequest(delivery, terms);
  const startedAt = clock.elapsed();
  const result = await deps.send(request, delivery);
  if (isLocalFault(result)) return { kind: "local_fault", error: result.local_fault };

  const latency_ms = Math.round(clock.elapsed() - startedAt);
  const policy = target.destination.retry_policy;
  const started_at = now + offset;
  const budgeted = delivery.starts_budget
    ? { ...delivery, budget_started_at: started_at, token: null }
    : delivery;
  const decision = decide({
    policy,
    delivery: budgeted,
    result,
    now: clock.now() + offset,
    random: random(),
  });
  const attempt = toAttempt(delivery, { request, result, started_at, latency_ms });
  span?.end(attempt);
  return await record(delivery, { attempt, retry_count: delivery.retry_count, decision }, deps);
}

/** The target and the body if the attempt may start, or the reason why not. */
function precheck(
  delivery: LeasedDelivery,
  view: EnvironmentView,
  now: Millis,
): { target: Target; body: Buffer } | DeadReason | "lease_too_short" | "token_expired" {
  const { body } = delivery;
  if (body === null || view.isErased(delivery)) return "event_erased";
  const target = view.target(delivery.destination_id);
  if (target === undefined) return "destination_deleted";
  const { retry_policy, timeout_seconds } = target.destination;
  const isRetry = delivery.trigger !== "manual" && delivery.retry_count > 0;
  if (isRetry && now + view.snapshot.clockOffsetMs > budgetEnd(retry_policy, delivery))
    return "budget_exhausted";
  if (delivery.token !== null && now >= delivery.token.use_by) return "token_expired";
  return delivery.lease.expires_at - now < timeout_seconds * 1000 ? "lease_too_short" : { target, body };
}

/** Dead without this attempt, which therefore does not count. */
function unsent({ trigger, retry_count }: LeasedDelivery, dead_reason: DeadReason): Ending {
  return {
    attempt: null,
    retry_count: trigger === "manual" ? retry_count : Math.max(0, retry_count - 1),
    decision: { status: "dead", dead_reason },
  };
}

function toAttempt(
  delivery: LeasedDelivery,
  {
    request,
    result,
    ...times
  }: { request: SignedRequest; result: AttemptResult; started_at: Millis; latency_ms: Millis },
): Attempt {
  const { response_code, response_headers, response_body, error } = result;
  const outcome = outcomeOf(result);
  const { attempt_number: number, trigger } = delivery;
  const request_headers = request.keptHeaders;
  return {
    number,
    trigger,
    ...times,
    request_headers,
    response_code,
    response_headers,
    response_body,
    error,
    outcome,
  };
}

async function record(delivery: LeasedDelivery, ending: Ending, deps: DeliverDeps): Promise<Finished> {
  return { kind: (await deps.record(delivery, ending)) ? "recorded" : "lease_lost" };
}

/** Whether a lease is for the attempt that another one was for. */
export function isSameAttempt(one: LeasedDelivery, other: LeasedDelivery): boolean {
  return (
    one.attempt_number === other.attempt_number &&
    one.trigger === other.trigger &&
    one.retry_count === other.retry_count &&
    one.budget_started_at === other.budget_started_at
  );
}
