import type { AttemptError } from "../../domain/domain.js";
import { errnosOf } from "../../errno.js";

const BY_CODE: Record<string, AttemptError> = {
  HARBOR_BLOCKED_ADDRESS: "blocked_address",
  HARBOR_DNS: "dns_error",
  HARBOR_PROTOCOL: "protocol_error",
  ECONNREFUSED: "connection_refused",
  EHOSTUNREACH: "connection_refused",
  ENETUNREACH: "connection_refused",
  ECONNRESET: "connection_reset",
  EPIPE: "connection_reset",
  ETIMEDOUT: "timeout",
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
];

/** The contract's name (docs/contract.md §5) for an error of the connection; `protocol_error` for one that has no other name. */
export function attemptErrorOf(error: unknown): AttemptError {
  for (const code of errnosOf(error)) {
    const known = BY_CODE[code] ?? BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1];
    if (known !== undefined) return known;
  }
  return "protocol_error";
}
