import type { AttemptInfo, DebugLog } from "./options.js";

interface LoggedAttempt extends AttemptInfo {
  /** The status, or the code of an attempt without a response. */
  result: number | string;
  durationMs: number;
  requestId: string | null;
}

/** Writes one line. The values of query parameters are left out: they may hold an idempotency key or a customer's id. */
export function logAttempt(log: DebugLog, logged: LoggedAttempt): void {
  if (log === "off") return;
  const { method, url, result, attempt, durationMs, requestId } = logged;
  const { pathname, searchParams } = new URL(url);
  const names = [...searchParams.keys()].join("&");
  const path = names === "" ? pathname : `${pathname}?${names}`;
  const line = `harbor: ${method} ${path} ${result} attempt=${attempt} ${Math.round(durationMs)}ms ${requestId ?? "-"}`;
  // stderr, so that a program's own output stays clean.
  if (log === "debug") console.error(line);
  else log(line);
}
