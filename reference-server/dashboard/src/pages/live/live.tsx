import { createLazyRoute, getRouteApi, Link } from "@tanstack/react-router";
import { Pause, Play, Trash2 } from "lucide-react";
import { useState } from "react";
import { ErrorNotice } from "../../ui/error-notice.js";
import { Choice, compact, Filters, TextFilter } from "../../ui/filters.js";
import { formatCount, formatMs } from "../../ui/number.js";
import { Status } from "../../ui/status.js";
import { ClockTime } from "../../ui/time.js";
import { useDestinations } from "../../ui/use-destinations.js";
import { VisibleText } from "../../ui/visible-text.js";
import type { Followed, Row } from "./follow-stream.js";
import { useStream } from "./use-stream.js";
import "./live.css";

export const route = createLazyRoute("/live")({ component: Live });
const { useSearch, useNavigate } = getRouteApi("/live");

function Live() {
  const search = useSearch();
  const navigate = useNavigate();
  const { list } = useDestinations();
  const [isPaused, setPaused] = useState(false);
  const { rows, seen, perSecond, connection, hasGap, error, restart, clear } = useStream(search, isPaused);
  const go = (next: { [Name in keyof typeof search]?: string | undefined }) =>
    void navigate({ search: compact(next) });
  return (
    <div className="page">
      <header className="page-header">
        <h1>Live</h1>
        <div className="row">
          <button className="button primary" onClick={() => setPaused(!isPaused)}>
            {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
            {isPaused ? "Continue" : "Pause"}
          </button>
          <button className="button" onClick={clear}>
            <Trash2 aria-hidden />
            Clear the list
          </button>
        </div>
      </header>
      <Filters search={search} texts={["event_type"]} onChange={go}>
        <Choice
          label="Destination"
          value={search.destination_id}
          all="All"
          onChange={(destination_id) => go({ ...search, destination_id })}
        >
          {list.map(({ id, name, url }) => [id, name ?? url])}
        </Choice>
        <TextFilter
          label="Event type"
          name="event_type"
          value={search.event_type}
          placeholder="order.created"
        />
      </Filters>
      {error !== null && <ErrorNotice error={error} retry={restart} />}
      <p className="muted small">
        {isPaused ? "Paused: changes are counted, and the list stands still. " : ""}
        {formatCount(seen)} changes since this page was opened, {formatCount(perSecond)} in the last second.
        {rows.length > 0 && !isPaused && ` The newest ${formatCount(rows.length)} are shown.`}
      </p>
      <Notices connection={error === null ? connection : null} hasGap={hasGap} />
      {rows.length > 0 && <Rows rows={rows} />}
      {rows.length === 0 && !isPaused && error === null && <Waiting connection={connection} />}
    </div>
  );
}

interface NoticesProps {
  /** Null once it has failed for good. */
  connection: Followed["connection"] | null;
  hasGap: boolean;
}

function Notices({ connection, hasGap }: NoticesProps) {
  return (
    <>
      {connection === "broken" && (
        <p className="notice warn" role="status">
          <span>
            The connection broke. The page connects again by itself, and continues where it stopped.
          </span>
        </p>
      )}
      {hasGap && (
        <p className="notice warn">
          <span>
            Some changes are missing here and in the count: the connection broke, or fell too far behind. The
            page <Link to="/deliveries">Deliveries</Link> has them all.
          </span>
        </p>
      )}
    </>
  );
}

function Waiting({ connection }: Pick<Followed, "connection">) {
  if (connection === "broken") return null;
  return (
    <p className="all-good" role="status">
      <span className="pulse" aria-hidden />
      {connection === "open"
        ? "Connected. Each change of a delivery appears here as it happens."
        : "Connecting…"}
    </p>
  );
}

function Rows({ rows }: { rows: Row[] }) {
  const { nameOf } = useDestinations();
  return (
    <ol className="card live" aria-label="Changes, the newest first">
      {rows.map(
        ({ key, id, status, event_type, destination_id, response_code, error, latency_ms, updated_at }) => (
          <li key={key} className="live-row">
            <ClockTime value={updated_at} />
            <Status value={status} />
            <Link to="/deliveries/$id" params={{ id }} className="clip">
              {event_type}
            </Link>
            <span className="clip wide">
              <VisibleText text={nameOf(destination_id)} />
            </span>
            <span className="wide">{response_code ?? error ?? "–"}</span>
            <span className="wide number">{latency_ms === null ? "–" : formatMs(latency_ms)}</span>
          </li>
        ),
      )}
    </ol>
  );
}
