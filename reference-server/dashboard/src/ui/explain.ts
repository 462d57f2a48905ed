import { portal, sender, Sender } from "../app/portal.js";

const DEAD_REASONS: Record<string, string> = {
  rejected: "The receiver responded with a 4xx status that does not ask for a retry.",
  retries_exhausted: "All retries failed.",
  budget_exhausted: "The time for retries is over.",
  destination_paused: "The destination was paused for too long.",
  destination_deleted: "The destination was deleted.",
  event_erased: "The event was erased.",
};

/** Why a delivery is dead, in a sentence. */
export function deadReason(reason: string | null): string {
  return reason === null ? "" : (DEAD_REASONS[reason] ?? `The reason is ${reason}.`);
}

const ATTEMPT_ERRORS: Record<string, string> = {
  timeout: "The receiver did not respond in time.",
  connection_refused: "Nothing listens at the receiver's address.",
  connection_reset: "The connection broke before the response was complete.",
  dns_error: "The receiver's host name does not resolve.",
  tls_error: "The receiver's certificate or TLS settings are not valid.",
  blocked_address: `The host resolves to an address that ${sender} does not connect to.`,
  protocol_error: "The response is not HTTP.",
};

/** Why an attempt got no response, in a sentence. */
export function attemptError(error: string | null): string {
  return error === null ? "" : (ATTEMPT_ERRORS[error] ?? `The error is ${error}.`);
}

const PAUSED_REASONS: Record<string, string> = {
  manual: portal === null ? "It was paused by hand." : `${Sender} paused it. Only ${sender} can resume it.`,
  portal: portal === null ? "Its tenant paused it in the portal." : "It was paused here.",
  circuit_breaker: `${Sender} paused it after too many failures in a row, tests it once a minute, and resumes it when a test succeeds.`,
  gone: "It returned 410 Gone. It is not tested, and stays paused until it is resumed by hand.",
};

/** Why a destination is paused, in a sentence. */
export function pausedReason(reason: string | null): string {
  return reason === null ? "" : (PAUSED_REASONS[reason] ?? `The reason is ${reason}.`);
}

const WAITING: Record<string, string> = {
  token: "waits for the rate limit",
  key: "waits for its key",
  resume: "held by the pause",
};

/** The cause of a wait, in a few words. */
export function waitingText(waitingFor: string | null): string | null {
  return waitingFor === null ? null : (WAITING[waitingFor] ?? `waits for ${waitingFor}`);
}
