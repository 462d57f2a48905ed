import type { DeliveryWithRetries, Destination } from "@harbor/client";
import { attemptError, deadReason } from "../../ui/explain.js";
import { plural } from "../../ui/number.js";
import { Time } from "../../ui/time.js";
import { VisibleText } from "../../ui/visible-text.js";
import { useRights } from "../../app/caller.js";
import { Sender } from "../../app/portal.js";

interface NextStepProps {
  delivery: DeliveryWithRetries;
  destination: Destination | undefined;
  /** That of the event, once it is loaded. */
  orderingKey: string | null;
}

/** Why the delivery will or will not be sent again, and when. */
export function NextStep({ delivery, destination, orderingKey }: NextStepProps) {
  const { change } = useRights();
  const { status, dead_reason, next_retry_at, waiting_for } = delivery;
  const isPaused = destination?.status === "paused";
  if (status === "succeeded")
    return (
      <p className="notice">
        <span>The receiver confirmed it. It is not sent again unless the event is replayed.</span>
      </p>
    );
  if (status === "dead")
    return (
      <p className="notice danger">
        <span>
          {Sender} has given up. {deadReason(dead_reason)}{" "}
          {change && "Retry now sends it once more; if that fails too, it stays dead."}
        </span>
      </p>
    );
  if (waiting_for === "key")
    return (
      <p className="notice">
        <span>
          It waits until the earlier deliveries with the ordering key <VisibleText text={orderingKey ?? ""} />{" "}
          have succeeded or are dead.
          {isPaused && " The destination is paused, which holds it too."}
        </span>
      </p>
    );
  if (status === "pending")
    return (
      <p className="notice">
        <span>{firstAttempt(waiting_for)}</span>
      </p>
    );
  return (
    <p className="notice warn">
      <span>
        {lastFailure(delivery)} {budgetLeft(delivery, destination)}
        {next_retry_at !== null && (
          <>
            The next attempt is due <Time value={next_retry_at} full />.
          </>
        )}
        {isPaused && " The destination is paused; retries continue."}
      </span>
    </p>
  );
}

function lastFailure({ response_code, error }: DeliveryWithRetries): string {
  return response_code === null ? attemptError(error) : `The receiver responded with ${response_code}.`;
}

function budgetLeft({ retry_count }: DeliveryWithRetries, destination: Destination | undefined): string {
  if (destination === undefined) return "";
  const left = destination.retry_policy.max_retries - retry_count;
  return left > 0 ? `The policy allows ${plural(left, "more retry", "more retries")}. ` : "";
}

function firstAttempt(waitingFor: DeliveryWithRetries["waiting_for"]): string {
  if (waitingFor === "resume")
    return "The destination is paused, so the first attempt waits until it is resumed.";
  if (waitingFor === "token")
    return "The first attempt waits for the limit of requests per second of its destination.";
  return "The first attempt has not ended yet.";
}
