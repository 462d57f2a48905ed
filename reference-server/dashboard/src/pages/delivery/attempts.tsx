import type { Attempt } from "@harbor/client";
import { Body } from "../../ui/body.js";
import { Code } from "../../ui/code.js";
import { attemptError } from "../../ui/explain.js";
import { formatMs } from "../../ui/number.js";
import { Status } from "../../ui/status.js";
import { Time } from "../../ui/time.js";
import { VisibleText } from "../../ui/visible-text.js";

const TRIGGERS: Record<string, string> = {
  schedule: "by the schedule",
  manual: "by hand",
  probe: "as a test of the paused destination",
};

/** The newest first, which is the one that matters. */
export function Attempts({ attempts }: { attempts: Attempt[] }) {
  if (attempts.length === 0) return <p className="muted">None yet.</p>;
  const slowest = Math.max(...attempts.map(({ latency_ms }) => latency_ms), 1);
  return (
    <ol className="attempts">
      {attempts.toReversed().map((attempt, index) => (
        <AttemptItem key={attempt.started_at} {...{ attempt, slowest }} isNewest={index === 0} />
      ))}
    </ol>
  );
}

interface AttemptProps {
  attempt: Attempt;
  slowest: number;
  isNewest: boolean;
}

function AttemptItem({ attempt, slowest, isNewest }: AttemptProps) {
  const { number, trigger, started_at, url, latency_ms, response_code, response_body, error, outcome } =
    attempt;
  const of = `of attempt ${number + 1}`;
  return (
    <li className={`attempt ${outcome}`}>
      <div className="row">
        <strong>{number === 0 ? "First attempt" : `Attempt ${number + 1}`}</strong>
        <Status value={outcome} />
        <span>{response_code === null ? attemptError(error) : `Response ${response_code}`}</span>
      </div>
      <p className="muted small">
        <Time value={started_at} full /> {TRIGGERS[trigger] ?? trigger}
      </p>
      <p className="attempt-url small">
        POST <VisibleText text={url} />
      </p>
      <div className="latency">
        <span className="latency-bar" style={{ width: `${Math.max((latency_ms / slowest) * 100, 1)}%` }} />
        <span className="small">{formatMs(latency_ms)}</span>
      </div>
      {response_body !== null && response_body !== "" && (
        <details open={isNewest}>
          <summary>Response body (the first 4 KB)</summary>
          <Body label={`Response body ${of}`} text={response_body} />
        </details>
      )}
      <Headers title="Response headers" of={of} headers={attempt.response_headers} />
      <Headers title="Request headers" of={of} headers={attempt.request_headers} />
    </li>
  );
}

interface HeadersProps {
  title: string;
  of: string;
  headers: Attempt["request_headers"];
}

function Headers({ title, of, headers }: HeadersProps) {
  if (headers === null || headers.length === 0) return null;
  const lines = headers.map(({ name, value }) => `${name}: ${value ?? HIDDEN_VALUE}`);
  return (
    <details>
      <summary>{title}</summary>
      <Code label={`${title} ${of}`} text={lines.join("\n")} />
    </details>
  );
}

/** A custom header's value is never returned. */
const HIDDEN_VALUE = "(not shown)";
