import type { EnvironmentCache } from "../environments/environment-cache.js";
import type { CommitResult, NewEvent } from "../store/store.js";
import type { Intake } from "./intake.js";

/** Reports to the intake what a stored event adds to the load. */
export type LoadReport = (item: NewEvent, result: Extract<CommitResult, { status: "created" }>) => void;

interface LoadReportParts {
  environments: Pick<EnvironmentCache, "peek">;
  intake: Pick<Intake, "isCounting" | "charge" | "gotAhead">;
}

/** A delivery without a lease waits in the store for this process, unless its destination is paused or it waits for an earlier one. */
export function createLoadReport({ environments, intake }: LoadReportParts): LoadReport {
  return ({ event, deliveries }, { deliveries: stored }) => {
    if (!intake.isCounting) return;
    intake.charge(event.environment_id, 1 + deliveries.length);
    const view = environments.peek(event.environment_id);
    deliveries.forEach(({ destination_id }, i) => {
      const isActive = view?.destination(destination_id)?.status === "active";
      const waits = stored[i]?.lease === null && stored[i].delivery.waiting_for === null;
      if (waits && isActive) intake.gotAhead(event.environment_id, destination_id);
    });
  };
}
