import type { SignatureErrorCode } from "@harbor/signing";
import type { Answer } from "./delivery-request.js";
import type { Log, LogLevel } from "./log.js";

interface Row {
  readonly status: number;
  readonly level: LogLevel;
  /** Whether the caller has proven to be Harbor and may read the code and the reason. */
  readonly tells: boolean;
}

/** The rows of docs/contract.md §7: what a status code makes Harbor do is chosen here and nowhere else. */
const rows = {
  /** 200: Harbor is done. */
  done: { status: 200, level: "debug", tells: true },
  /** 401 with `Harbor-Retry-Hint`: a forger learns nothing, a genuine sender retries after the receiver is fixed. */
  unauthenticated: { status: 401, level: "warn", tells: false },
  /** 500: the receiver's own fault, or a request that no Harbor would send. */
  misconfigured: { status: 500, level: "error", tells: false },
  /** 503 with `Retry-After`. */
  later: { status: 503, level: "info", tells: true },
  /** 500: the handler could not. */
  failed: { status: 500, level: "error", tells: true },
  /** 422: Harbor dead-letters the delivery and keeps the reason. */
  rejected: { status: 422, level: "warn", tells: true },
} as const satisfies Record<string, Row>;

/** Every stable code of the log, and its row. */
export const codes = {
  handled: "done",
  already_handled: "done",
  no_handler: "done",
  signature_missing: "unauthenticated",
  signature_malformed: "unauthenticated",
  signature_mismatch: "unauthenticated",
  signature_stale: "unauthenticated",
  headers_missing: "unauthenticated",
  headers_mismatch: "unauthenticated",
  headers_not_signed: "unauthenticated",
  secret_invalid: "misconfigured",
  body_not_raw: "misconfigured",
  options_invalid: "misconfigured",
  wrong_method: "misconfigured",
  wrong_content_type: "misconfigured",
  body_already_parsed: "misconfigured",
  body_too_large: "misconfigured",
  body_unreadable: "misconfigured",
  body_parser_failed: "misconfigured",
  secret_unavailable: "misconfigured",
  key_failed: "misconfigured",
  store_unavailable: "misconfigured",
  internal_error: "misconfigured",
  in_progress: "later",
  retry_requested: "later",
  handler_failed: "failed",
  timed_out: "failed",
  lease_lost: "failed",
  rejected: "rejected",
  no_handler_rejected: "rejected",
  schema_mismatch: "rejected",
  invalid_json: "rejected",
} as const satisfies Record<SignatureErrorCode, keyof typeof rows> & Record<string, keyof typeof rows>;

/** A stable word for what became of a delivery; the log carries it. */
export type Code = keyof typeof codes;

/** What became of one delivery. */
export interface Verdict {
  readonly code: Code;
  /** For the log only, never for the caller. */
  readonly hint?: string | undefined;
  /** Why a signature does not match, for the log too. */
  readonly findings?: readonly string[] | undefined;
  readonly cause?: unknown;
  /** For Harbor's record of the answer. */
  readonly reason?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** Harbor keeps the first 4 KB of an answer. */
const MAX_REASON_CHARACTERS = 2_000;

export function toAnswer(verdict: Verdict): Answer {
  const row = rows[codes[verdict.code]];
  const headers: Record<string, string> = {};
  if (row.status === 401) headers["harbor-retry-hint"] = "true";
  if (row.status === 503) headers["retry-after"] = String(verdict.retryAfterSeconds ?? 0);
  if (!row.tells) return { status: row.status, headers, body: "" };
  headers["content-type"] = "application/json";
  const reason = verdict.reason?.slice(0, MAX_REASON_CHARACTERS);
  return { status: row.status, headers, body: JSON.stringify({ code: verdict.code, reason }) };
}

export function writeVerdict(log: Log, verdict: Verdict): void {
  const { code, hint, findings, cause, reason, retryAfterSeconds } = verdict;
  const { level, status } = rows[codes[code]];
  const fields: Record<string, unknown> = { code, status };
  if (hint !== undefined) fields.hint = hint;
  if (findings !== undefined) fields.findings = findings;
  if (reason !== undefined) fields.reason = reason;
  if (retryAfterSeconds !== undefined) fields.retry_after_seconds = retryAfterSeconds;
  if (cause !== undefined) fields.err = cause;
  log[level](fields, `Harbor delivery: ${code}`);
}
