import { Progress } from "@base-ui/react/progress";
import { Link } from "@tanstack/react-router";
import { formatCount } from "./number.js";
import type { Batch } from "./use-batch.js";

interface BatchProgressProps {
  batch: Batch;
  /** While it runs: `Deleting`. */
  doing: string;
  /** Of so many: `3 deliveries are deleted`. */
  done: (count: number) => string;
}

/** How far a batch is, then what it did and what failed. */
export function BatchProgress({ batch, doing, done }: BatchProgressProps) {
  const { progress, isRunning, stop, dismiss } = batch;
  if (progress === null) return null;
  const { total, failed, failures } = progress;
  const ended = progress.done + failed;
  return (
    <div className={failed > 0 ? "notice warn batch" : "notice batch"}>
      <div className="stack">
        {isRunning ? (
          <div className="row">
            <ProgressBar label={doing} value={ended} max={total} />
            <button className="button small" onClick={stop}>
              Stop
            </button>
          </div>
        ) : (
          <div className="row">
            <span role="status">
              {done(progress.done)}
              {failed > 0 && `, ${formatCount(failed)} failed`}
              {ended < total && `. Stopped after ${formatCount(ended)}`}.
            </span>
            <button className="button small" onClick={dismiss}>
              Dismiss
            </button>
          </div>
        )}
        {failed > 0 && (
          <ul className="failures" aria-label="Failed">
            {failures.map(({ id, message }) => (
              <li key={id}>
                <Link to="/deliveries/$id" params={{ id }}>
                  <code>{id}</code>
                </Link>{" "}
                {message}
              </li>
            ))}
            {failed > failures.length && (
              <li className="muted">and {formatCount(failed - failures.length)} more</li>
            )}
          </ul>
        )}
      </div>
    </div>
  );
}

interface ProgressBarProps {
  label: string;
  /** Null while it is unknown. */
  value: number | null;
  max: number;
}

export function ProgressBar({ label, value, max }: ProgressBarProps) {
  const text = value === null ? `${label}…` : `${label}: ${formatCount(value)} of ${formatCount(max)}`;
  return (
    <Progress.Root
      className="progress"
      value={value === null ? null : Math.min(value, max)}
      max={max}
      getAriaValueText={() => text}
    >
      <Progress.Label className="small">{text}</Progress.Label>
      <Progress.Track className="progress-track">
        <Progress.Indicator className="progress-bar" />
      </Progress.Track>
    </Progress.Root>
  );
}
