import type { Stats } from "@harbor/client";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { Chart } from "../../ui/chart.js";
import { formatCompact, formatCount, formatMs, formatRate, formatSeconds } from "../../ui/number.js";
import { attemptSeries } from "./attempt-series.js";

const none = "–";

export function Tiles({ stats: { totals, backlog, dlq_depth } }: { stats: Stats }) {
  const { p50, p95, p99 } = totals.latency_ms;
  return (
    <dl className="tiles">
      <Tile label="Events" value={formatCount(totals.ingested)} note="accepted" />
      <Tile
        label="Delivered"
        value={formatCount(totals.delivered)}
        note={`${formatCount(totals.dead)} died`}
      />
      <Tile
        label="Success rate"
        value={totals.success_rate === null ? none : formatRate(totals.success_rate)}
        note="of the attempts"
      />
      <Tile
        label="Latency"
        value={p50 === null ? none : formatMs(p50)}
        note={
          <>
            <span className="nowrap">p95 {p95 === null ? none : formatMs(p95)}</span>,{" "}
            <span className="nowrap">p99 {p99 === null ? none : formatMs(p99)}</span>
          </>
        }
      />
      <Tile
        label="Backlog"
        value={formatCount(backlog.due)}
        note={
          backlog.oldest_due_age_seconds === null
            ? "nothing waits"
            : `the oldest waits ${formatSeconds(backlog.oldest_due_age_seconds)}`
        }
      />
      <Tile
        label="Dead letters"
        value={
          <Link to="/deliveries" search={{ status: "dead" }}>
            {formatCount(dlq_depth)}
          </Link>
        }
        note="now"
      />
    </dl>
  );
}

function Tile({ label, value, note }: { label: string; value: ReactNode; note: ReactNode }) {
  return (
    <div className="tile">
      <dt>{label}</dt>
      <dd>
        <span className="tile-value">{value}</span>
        <span className="muted small">{note}</span>
      </dd>
    </div>
  );
}

export function Charts({ stats: { buckets } }: { stats: Stats }) {
  const { times, series: attempts } = useMemo(() => attemptSeries(buckets), [buckets]);
  const latency = useMemo(
    () => [
      { label: "p50", color: "--info" as const, values: buckets.map((b) => b.latency_ms.p50) },
      { label: "p95", color: "--warn" as const, values: buckets.map((b) => b.latency_ms.p95), dash: [6, 4] },
      { label: "p99", color: "--bad" as const, values: buckets.map((b) => b.latency_ms.p99), dash: [2, 3] },
    ],
    [buckets],
  );
  return (
    <div className="charts">
      <Chart title="Attempts over time" times={times} series={attempts} format={formatCompact} stacked />
      <Chart title="Latency of the receivers" times={times} series={latency} format={formatMs} />
    </div>
  );
}
