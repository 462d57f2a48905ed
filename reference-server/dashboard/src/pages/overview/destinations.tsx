import type { StatsGroup } from "@harbor/client";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useHarbor } from "../../app/harbor.js";
import { Async } from "../../ui/async.js";
import { formatCount, formatMs, formatRate, plural } from "../../ui/number.js";
import { Sparkline } from "../../ui/sparkline.js";
import { useDestinations } from "../../ui/use-destinations.js";
import { VisibleText } from "../../ui/visible-text.js";
import { attemptSeries } from "./attempt-series.js";

const DAY_MS = 86_400_000;
const REFRESH_MS = 60_000;
/** The others are on the page Destinations. */
const SHOWN = 8;

/** The destinations with attempts in the last day, those that fail most first. */
export function BusyDestinations() {
  const harbor = useHarbor();
  const stats = useQuery({
    queryKey: ["stats", "destinations of the overview"],
    queryFn: ({ signal }) =>
      harbor.stats.get({ since: dayAgo(), bucket: "hour", group_by: "destination" }, { signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Async query={stats} label="destinations">
      {({ groups }) => {
        const busy = (groups ?? []).filter((group) => attemptsOf(group) > 0).sort(worseFirst);
        if (busy.length === 0) return null;
        return (
          <section aria-labelledby="busy-destinations">
            <h2 id="busy-destinations">Destinations in the last 24 hours</h2>
            <ul className="card rows">
              {busy.slice(0, SHOWN).map((group) => (
                <BusyDestination key={group.destination_id} group={group} />
              ))}
            </ul>
            {busy.length > SHOWN && (
              <p className="small">
                <Link to="/destinations">All destinations</Link>
              </p>
            )}
          </section>
        );
      }}
    </Async>
  );
}

const dayAgo = () => new Date(Date.now() - DAY_MS).toISOString();

function attemptsOf({ attempts }: StatsGroup): number {
  return attempts.succeeded + attempts.failed + attempts.rejected;
}

function worseFirst(a: StatsGroup, b: StatsGroup): number {
  const failures = (group: StatsGroup) => attemptsOf(group) - group.attempts.succeeded;
  return failures(b) - failures(a) || attemptsOf(b) - attemptsOf(a);
}

function BusyDestination({ group }: { group: StatsGroup }) {
  const { destination_id: id, success_rate, latency_ms, dlq_depth } = group;
  const { nameOf } = useDestinations();
  return (
    <li className="rows-item">
      <div className="row busy">
        <Link to="/destinations/$id" params={{ id }} className="clip">
          <VisibleText text={nameOf(id)} />
        </Link>
        <Attempts id={id} />
        <span className="small busy-figures">
          {plural(attemptsOf(group), "attempt")}, {success_rate === null ? "–" : formatRate(success_rate)}{" "}
          succeeded
          {latency_ms.p95 !== null && `, p95 ${formatMs(latency_ms.p95)}`}
          {dlq_depth > 0 && `, ${formatCount(dlq_depth)} dead`}
        </span>
      </div>
    </li>
  );
}

function Attempts({ id }: { id: string }) {
  const harbor = useHarbor();
  const { data } = useQuery({
    queryKey: ["stats", "sparkline", id],
    queryFn: ({ signal }) =>
      harbor.stats.get({ destination_id: id, since: dayAgo(), bucket: "hour" }, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const drawn = useMemo(() => attemptSeries(data?.buckets ?? []), [data]);
  return data === undefined ? <div className="sparkline" /> : <Sparkline {...drawn} />;
}
