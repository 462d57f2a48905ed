import type { SignatureErrorCode } from "@harbor/signing";
import type { DeliveryResponse } from "./delivery-request.js";
import type { Log, LogLevel } from "./log.js";

interface Row {
  readonly status: number;
  readonly level: LogLevel;
  /** Whether the response contains the code and the reason: only if the caller has proven to be Harbor. */
  readonly isDisclosed: boolean;
}

/**
 * The status decides what Harbor does next.
 * https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#the-receivers-response
 */
const rows = {
  /** 200: Harbor is done. */
  done: { status: 200, level: "debug", isDisclosed: true },
  /** 401 with `Harbor-Retry-Hint`: a forger learns nothing, and Harbor retries until the receiver is fixed. */
  unauthenticated: { status: 401, level: "warn", isDisclosed: false },
  /** 500: the fault of the receiver, or of something between Harbor and the receiver. */
  misconfigured: { status: 500, level: "error", isDisclosed: false },
  /** 503 with `Retry-After`. */
  later: { status: 503, level: "info", isDisclosed: true },
  /** 500: the handler failed. */
  failed: { status: 500, level: "error", isDisclosed: true },
  /** 422: Harbor dead-letters the delivery and keeps the reason. */
  rejected: { status: 422, level: "warn", isDisclosed: true },
} as const satisfies Record<string, Row>;

/** The row of each code. */
export const rowOf: Record<Code, keyof typeof rows> = {
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
  type_failed: "misconfigured",
  store_unavailable: "misconfigured",
  internal_error: "misconfigured",
  in_progress: "later",
  retry_requested: "later",
  handler_failed: "failed",
  timed_out: "failed",
  lease_lost: "failed",
  transaction_not_committed: "failed",
  rejected: "rejected",
  no_handler_rejected: "rejected",
  schema_mismatch: "rejected",
  invalid_json: "rejected",
  type_missing: "rejected",
};

/** The stable name of a delivery's result, as `code` in the log. */
export type Code =
  | SignatureErrorCode
  | "handled"
  | "already_handled"
  | "no_handler"
  | "headers_not_signed"
  | "wrong_method"
  | "wrong_content_type"
  | "body_already_parsed"
  | "body_too_large"
  | "body_unreadable"
  | "body_parser_failed"
  | "secret_unavailable"
  | "key_failed"
  | "type_failed"
  | "store_unavailable"
  | "internal_error"
  | "in_progress"
  | "retry_requested"
  | "handler_failed"
  | "timed_out"
  | "lease_lost"
  | "transaction_not_committed"
  | "rejected"
  | "no_handler_rejected"
  | "schema_mismatch"
  | "invalid_json"
  | "type_missing";

/** The result of one delivery. */
export interface Verdict {
  readonly code: Code;
  /** For the log only, never for the caller. */
  readonly hint?: string | undefined;
  /** Why a signature does not match; for the log only. */
  readonly findings?: readonly string[] | undefined;
  readonly cause?: unknown;
  /** Sent to Harbor, which stores it as the `response_body`. */
  readonly reason?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** Harbor stores the first 4 KB of a response. */
const MAX_REASON_CHARACTERS = 2_000;

export function toResponse(verdict: Verdict): DeliveryResponse {
  const row = rows[rowOf[verdict.code]];
  const headers: Record<string, string> = {};
  if (row.status === 401) headers["harbor-retry-hint"] = "true";
  if (row.status === 503) headers["retry-after"] = String(verdict.retryAfterSeconds ?? 0);
  if (!row.isDisclosed) return { status: row.status, headers, body: "" };
  headers["content-type"] = "application/json";
  const reason = verdict.reason?.slice(0, MAX_REASON_CHARACTERS);
  return { status: row.status, headers, body: JSON.stringify({ code: verdict.code, reason }) };
}

export function writeVerdict(log: Log, verdict: Verdict): void {
  const { code, hint, findings, cause, reason, retryAfterSeconds } = verdict;
  const { level, status } = rows[rowOf[code]];
  const fields: Record<string, unknown> = { code, status };
  if (hint !== undefined) fields.hint = hint;
  if (findings !== undefined) fields.findings = findings;
  if (reason !== undefined) fields.reason = reason;
  if (retryAfterSeconds !== undefined) fields.retry_after_seconds = retryAfterSeconds;
  if (cause !== undefined) fields.err = cause;
  log[level](fields, `Harbor delivery: ${code}`);
}
