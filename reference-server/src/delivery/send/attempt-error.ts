import type { AttemptError } from "../../domain/domain.js";

const BY_CODE: Record<string, AttemptError> = {
  HARBOR_BLOCKED_ADDRESS: "blocked_address",
  ECONNREFUSED: "connection_refused",
  EHOSTUNREACH: "connection_refused",
  ENETUNREACH: "connection_refused",
  EADDRNOTAVAIL: "connection_refused",
  ECONNRESET: "connection_reset",
  EPIPE: "connection_reset",
  UND_ERR_SOCKET: "connection_reset",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  ENOTFOUND: "dns_error",
  EAI_AGAIN: "dns_error",
  EAI_FAIL: "dns_error",
  EAI_NODATA: "dns_error",
  EPROTO: "tls_error",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls_error",
  SELF_SIGNED_CERT_IN_CHAIN: "tls_error",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls_error",
  UNABLE_TO_GET_ISSUER_CERT: "tls_error",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls_error",
  HOSTNAME_MISMATCH: "tls_error",
};

const BY_PREFIX: [prefix: string, error: AttemptError][] = [
  ["CERT_", "tls_error"],
  ["ERR_TLS_", "tls_error"],
  ["ERR_SSL_", "tls_error"],
  ["HPE_", "protocol_error"],
];

/** undici's words for a 101 and a 100 that nobody asked for; they share their code with a closed connection. */
const UNASKED_ANSWERS = new Set(["bad upgrade", "bad response"]);

/** The contract's word (docs/contract.md §5) for what the socket layer threw; what it has no word for is a `protocol_error`. */
export function attemptErrorOf(error: unknown): AttemptError {
  if (error instanceof Error && UNASKED_ANSWERS.has(error.message)) return "protocol_error";
  for (const code of codesOf(error)) {
    const known = BY_CODE[code] ?? BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1];
    if (known !== undefined) return known;
  }
  return "protocol_error";
}

/** Its own code, then those of its parts (one per dialled address) and its cause. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = "code" in error && typeof error.code === "string" ? [error.code] : [];
  const parts: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [...own, ...parts.flatMap(codesOf), ...(error.cause === undefined ? [] : codesOf(error.cause))];
}
