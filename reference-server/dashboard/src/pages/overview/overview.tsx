import { useQuery } from "@tanstack/react-query";
import { createLazyRoute, getRouteApi, Link } from "@tanstack/react-router";
import { useHarbor } from "../../app/harbor.js";
import { Async } from "../../ui/async.js";
import { Attention } from "./attention.js";
import { BusyDestinations } from "./destinations.js";
import { FirstSteps } from "./first-steps.js";
import { RANGES, rangeOf } from "./ranges.js";
import { Charts, Tiles } from "./statistics.js";

export const route = createLazyRoute("/")({ component: Overview });
const { useSearch } = getRouteApi("/");

const REFRESH_MS = 15_000;

function Overview() {
  const { range: rangeName } = useSearch();
  const range = rangeOf(rangeName);
  const harbor = useHarbor();
  const stats = useQuery({
    queryKey: ["stats", range.name],
    queryFn: ({ signal }) =>
      harbor.stats.get(
        { since: new Date(Date.now() - range.ms).toISOString(), bucket: range.bucket },
        { signal },
      ),
    refetchInterval: REFRESH_MS,
  });
  return (
    <div className="page">
      <header className="page-header">
        <h1>Overview</h1>
        <nav className="segments" aria-label="Time range">
          {RANGES.map(({ name, label }) => (
            <Link
              key={name}
              to="/"
              search={{ range: name }}
              replace
              className="segment"
              aria-current={name === range.name ? "true" : undefined}
            >
              {label}
            </Link>
          ))}
        </nav>
      </header>
      <Attention />
      <Async query={stats} label="statistics">
        {(data) => (
          <>
            {data.totals.ingested === 0 && data.totals.delivered === 0 && <FirstSteps range={range.label} />}
            <Tiles stats={data} />
            <Charts stats={data} />
            <BusyDestinations />
          </>
        )}
      </Async>
    </div>
  );
}
