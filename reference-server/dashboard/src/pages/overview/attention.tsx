import type { DeadDeliveryGroup, Destination, StatsGroup } from "@harbor/client";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleCheck, CirclePause, Clock, Skull, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useHarbor } from "../../app/harbor.js";
import { Async } from "../../ui/async.js";
import { deadReason, pausedReason } from "../../ui/explain.js";
import { formatRate, formatSeconds, plural } from "../../ui/number.js";
import { Time } from "../../ui/time.js";
import { useDestinations } from "../../ui/use-destinations.js";
import { VisibleText } from "../../ui/visible-text.js";
import { portal } from "../../app/portal.js";

/** A delivery that is due for longer than this waits for something. */
const LATE_SECONDS = 30;
/** A destination that succeeds less often in the last hour is listed, once it had a few attempts. */
const HEALTHY_RATE = 0.9;
const MIN_ATTEMPTS = 5;
const HOUR_MS = 3_600_000;
const SHOWN_GROUPS = 5;
const REFRESH_MS = 15_000;

/** The problems that need a person now. */
export function Attention() {
  const harbor = useHarbor();
  const problems = useQuery({
    queryKey: ["attention"],
    queryFn: async ({ signal }) => {
      const since = new Date(Date.now() - HOUR_MS).toISOString();
      const [paused, dead, stats] = await Promise.all([
        harbor.destinations.list({ status: "paused", limit: 50 }, { signal }),
        harbor.dlq.groups({}, { signal }),
        harbor.stats.get({ bucket: "minute", since, group_by: "destination" }, { signal }),
      ]);
      const isPaused = new Set(paused.data.map(({ id }) => id));
      const failing = (stats.groups ?? []).filter(
        (group) => !isPaused.has(group.destination_id) && isFailing(group),
      );
      return { paused: paused.data, dead: dead.data, failing, backlog: stats.backlog };
    },
    refetchInterval: REFRESH_MS,
  });
  return (
    <section aria-labelledby="attention">
      <h2 id="attention">Needs attention</h2>
      <Async query={problems} label="problems">
        {({ paused, dead, failing, backlog }) => {
          const lateSeconds = backlog.oldest_due_age_seconds ?? 0;
          const isLate = lateSeconds >= LATE_SECONDS;
          if (paused.length + dead.length + failing.length === 0 && !isLate) return <AllGood />;
          return (
            <ul className="problems">
              {paused.map((destination) => (
                <PausedDestination key={destination.id} destination={destination} />
              ))}
              {failing.map((group) => (
                <FailingDestination key={group.destination_id} group={group} />
              ))}
              {isLate && <LateBacklog due={backlog.due} seconds={lateSeconds} />}
              {dead.slice(0, SHOWN_GROUPS).map((group) => (
                <DeadGroup key={group.newest_delivery_id} group={group} />
              ))}
              {dead.length > SHOWN_GROUPS && (
                <li>
                  <Link to="/dead-letters">All {dead.length} groups of dead deliveries</Link>
                </li>
              )}
            </ul>
          );
        }}
      </Async>
    </section>
  );
}

function isFailing({ success_rate, attempts }: StatsGroup): boolean {
  const count = attempts.succeeded + attempts.failed + attempts.rejected;
  return count >= MIN_ATTEMPTS && success_rate !== null && success_rate < HEALTHY_RATE;
}

function AllGood() {
  return (
    <p className="all-good">
      <CircleCheck aria-hidden />
      Nothing. No destination is paused or failing, no delivery is dead, and nothing waits for long.
    </p>
  );
}

interface ProblemProps {
  icon: ReactNode;
  title: ReactNode;
  children: ReactNode;
}

function Problem({ icon, title, children }: ProblemProps) {
  return (
    <li className="problem">
      {icon}
      <div>
        <strong>{title}</strong>
        <p className="muted">{children}</p>
      </div>
    </li>
  );
}

function DestinationLink({ id }: { id: string }) {
  const { nameOf } = useDestinations();
  return (
    <Link to="/destinations/$id" params={{ id }}>
      <VisibleText text={nameOf(id)} />
    </Link>
  );
}

function PausedDestination({ destination: { id, paused_at, paused_reason } }: { destination: Destination }) {
  return (
    <Problem
      icon={<CirclePause aria-hidden />}
      title={
        <>
          <DestinationLink id={id} /> is paused
        </>
      }
    >
      {pausedReason(paused_reason)} First attempts wait until it is resumed. Since{" "}
      {paused_at !== null && <Time value={paused_at} />}.
    </Problem>
  );
}

function FailingDestination({ group: { destination_id, success_rate } }: { group: StatsGroup }) {
  return (
    <Problem
      icon={<TriangleAlert aria-hidden />}
      title={
        <>
          <DestinationLink id={destination_id} /> fails
        </>
      }
    >
      {success_rate === 0 ? "None" : `Only ${formatRate(success_rate ?? 0)}`} of its attempts in the last hour
      succeeded.{" "}
      <Link to="/deliveries" search={{ destination_id }}>
        Its deliveries
      </Link>
    </Problem>
  );
}

function LateBacklog({ due, seconds }: { due: number; seconds: number }) {
  return (
    <Problem icon={<Clock aria-hidden />} title={plural(due, "delivery waits", "deliveries wait")}>
      The oldest is due for {formatSeconds(seconds)}. A receiver is slow or does not respond
      {portal === null && ", or the server needs another worker process"}.
    </Problem>
  );
}

function DeadGroup({ group }: { group: DeadDeliveryGroup }) {
  const { destination_id, dead_reason, response_code, count, newest_created_at } = group;
  return (
    <Problem
      icon={<Skull aria-hidden />}
      title={
        <>
          {plural(count, "dead delivery", "dead deliveries")} to <DestinationLink id={destination_id} />
        </>
      }
    >
      {deadReason(dead_reason)} Last{" "}
      {response_code === null ? "without a response" : `response ${response_code}`}, the newest{" "}
      <Time value={newest_created_at} />.{" "}
      <Link to="/deliveries" search={{ destination_id, status: "dead" }}>
        Show {count === 1 ? "it" : "them"}
      </Link>
    </Problem>
  );
}
