import { DatabaseError } from "pg";
import { errnoOf } from "@harbor/shared/connection-errors";
import { StoreUnavailableError } from "../failures.js";

const DEADLOCK = "40P01";
const SERIALIZATION_FAILURE = "40001";
const DISK_FULL = "53100";
const TRANSACTION_ABORTED = "25P02";
const NULL_VIOLATION = "23502";

/** The transaction has to start again: others were in its way. */
export class RetryTransactionError extends Error {
  override readonly name = "RetryTransactionError";
}

/** Of a statement behind one that has failed in the same transaction. */
export function isConsequence(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === TRANSACTION_ABORTED;
}

export function isRetryable(error: unknown): boolean {
  return (
    error instanceof RetryTransactionError ||
    (error instanceof DatabaseError && (error.code === DEADLOCK || error.code === SERIALIZATION_FAILURE))
  );
}

/** A column that is NOT NULL got NULL. */
export function isNullViolation(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === NULL_VIOLATION;
}

/** PostgreSQL's classes of errors that pass by themselves: connection, resources, operator intervention, system; and a standby. */
const PASSING = /^(08|53|57|58|25006|55P03)/;
const NETWORK =
  /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT|EACCES|ERR_SOCKET|ERR_STREAM)/;
/** Node.js's codes for a certificate that is not accepted. */
const CERTIFICATE = /CERT|UNABLE_TO_VERIFY/;
/** The driver's own errors carry no code. */
const DRIVER = /terminated|timeout|not queryable|connection error|Connection ended|was closed/i;

/** A name for an error that passes by itself; every other error stays as it is. */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof StoreUnavailableError) return error;
  if (error instanceof DatabaseError) {
    if (error.message.includes("unsupported startup parameter")) return pgbouncerError(error);
    const code = error.code ?? "";
    if (code === DISK_FULL) return new StoreUnavailableError("full", { cause: error });
    return PASSING.test(code) ? new StoreUnavailableError("unreachable", { cause: error }) : error;
  }
  if (CERTIFICATE.test(errnoOf(error) ?? "")) return certificateError(error);
  const isNetwork =
    error instanceof AggregateError ||
    NETWORK.test(errnoOf(error) ?? "") ||
    (error instanceof Error && errnoOf(error) === undefined && DRIVER.test(error.message));
  return isNetwork ? new StoreUnavailableError("unreachable", { cause: error }) : error;
}

function certificateError(cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(
    `HARBOR_DATABASE_URL: the certificate of the database is not accepted: ${reason}. Name the file of its authority as sslrootcert, and ` +
      "the host as the certificate does.",
    { cause },
  );
}

/** PgBouncer refuses the settings of a session, which may serve another client in the next transaction. */
function pgbouncerError(cause: DatabaseError): Error {
  return new Error(
    "HARBOR_DATABASE_URL: a connection pooler such as PgBouncer refuses the session's settings. Add pgbouncer=true to the URL, or " +
      "name PostgreSQL itself.",
    { cause },
  );
}
