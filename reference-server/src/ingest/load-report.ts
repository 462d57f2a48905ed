import type { HandOff } from "../delivery/waiting-room.js";
import type { EnvironmentCache } from "../environments/environment-cache.js";
import type { CommitResult, NewEvent } from "../store/store.js";
import type { Intake } from "./intake.js";

/** Reports to the intake what a stored event adds to the load. */
export type LoadReport = (item: NewEvent, result: Extract<CommitResult, { status: "created" }>) => void;

interface LoadReportParts {
  environments: Pick<EnvironmentCache, "peek">;
  worker: Pick<HandOff, "waitsForReceiver">;
  intake: Pick<Intake, "isCounting" | "charge" | "gotAhead">;
}

/** A delivery without a lease waits for this process, unless its destination is paused or its receiver holds it up. */
export function createLoadReport({ environments, worker, intake }: LoadReportParts): LoadReport {
  return ({ environment: { id: environment_id }, deliveries }, { deliveries: stored }) => {
    if (!intake.isCounting) return;
    intake.charge(environment_id, 1 + deliveries.length);
    const view = environments.peek(environment_id);
    const ahead = deliveries.filter(
      ({ destination_id }, i) =>
        stored[i]?.lease === null &&
        view?.destination(destination_id)?.status === "active" &&
        !worker.waitsForReceiver({ environment_id, destination_id }),
    );
    intake.gotAhead(ahead.length);
  };
}
