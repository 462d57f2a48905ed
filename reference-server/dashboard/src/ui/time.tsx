import { useSyncExternalStore } from "react";

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
];
// Always numbers: "yesterday" would be a day of the calendar.
const relative = new Intl.RelativeTimeFormat("en", { style: "short" });
const absolute = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  timeZoneName: "short",
});

/** One timer for all times of the page. */
const TICK_MS = 10_000;
let now = Date.now();
const subscribers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(notify: () => void): () => void {
  subscribers.add(notify);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of subscribers) each();
  }, TICK_MS);
  return () => {
    subscribers.delete(notify);
    if (subscribers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Without this the time would be that of the last tick, however long ago the page last showed a time. */
function currentTime(): number {
  if (Math.abs(Date.now() - now) > TICK_MS) now = Date.now();
  return now;
}

/** In whole units: 59.9 minutes are not 60. */
export function formatRelative(iso: string, at: number): string {
  const exact = Date.parse(iso) - at;
  // `now` may be a tick behind the server.
  const difference = exact > 0 && exact <= TICK_MS ? 0 : exact;
  const found = UNITS.find(([, ms]) => Math.abs(difference) >= ms);
  if (found === undefined) return "now";
  const [unit, size] = found;
  return relative.format(Math.trunc(difference / size), unit);
}

/** In the time zone of the browser, which it names. */
function formatAbsolute(iso: string): string {
  return absolute.format(new Date(iso));
}

const clock = new Intl.DateTimeFormat("en", {
  hourCycle: "h23",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});

/** `14:03:09.120`: for a list in which all times are of today. The title has the day and the zone. */
export function ClockTime({ value }: { value: string }) {
  return (
    <time dateTime={value} title={formatAbsolute(value)} className="mono small muted">
      {clock.format(new Date(value))}
    </time>
  );
}

interface TimeProps {
  value: string;
  /** Shows the absolute time too, not only when the pointer rests on it. */
  full?: boolean;
}

export function Time({ value, full = false }: TimeProps) {
  const at = useSyncExternalStore(subscribe, currentTime);
  const text = formatRelative(value, at);
  return (
    <time dateTime={value} title={formatAbsolute(value)}>
      {full ? (
        <>
          {formatAbsolute(value)} <span className="unbroken">({text})</span>
        </>
      ) : (
        text
      )}
    </time>
  );
}

const MINUTE_MS = 60_000;

/** The time zone of the browser, in which times are typed and shown. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** As a field for date and time has it: local time without a zone, to the second or the minute. */
export function localText(at: number, precision: "second" | "minute"): string {
  const offsetMs = new Date(at).getTimezoneOffset() * MINUTE_MS;
  const length = precision === "second" ? "yyyy-mm-ddThh:mm:ss".length : "yyyy-mm-ddThh:mm".length;
  return new Date(at - offsetMs).toISOString().slice(0, length);
}
