/** Why a request has no response, as an attempt of the contract has it (docs/contract.md §5). */
export type ConnectionError =
  "timeout" | "connection_refused" | "connection_reset" | "dns_error" | "tls_error" | "protocol_error";

const BY_CODE: Record<string, ConnectionError> = {
  ECONNREFUSED: "connection_refused",
  EHOSTUNREACH: "connection_refused",
  ENETUNREACH: "connection_refused",
  ECONNRESET: "connection_reset",
  EPIPE: "connection_reset",
  ETIMEDOUT: "timeout",
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
const TLS_CODE = /^(CERT_|ERR_TLS_|ERR_SSL_)/;

/** The contract's name for a code of the operating system or of Node.js; undefined for one that has none. */
export function connectionErrorOf(code: string): ConnectionError | undefined {
  return BY_CODE[code] ?? (TLS_CODE.test(code) ? "tls_error" : undefined);
}

/** The code of an error of the operating system or of Node.js, such as `EEXIST`. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The error's own code and those of its parts: one error for each address of a host that was dialled. */
export function errnosOf(error: unknown): string[] {
  const own = errnoOf(error);
  const parts: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [...(own === undefined ? [] : [own]), ...parts.flatMap(errnosOf)];
}

/** Codes of a machine that lacks descriptors, ports or memory: the other end has no part in the failure. */
export const LOCAL_FAULTS = ["EMFILE", "ENFILE", "EADDRNOTAVAIL", "ENOBUFS", "ENOMEM"] as const;
export type LocalFaultCode = (typeof LOCAL_FAULTS)[number];

/** The code among these for which this machine is to blame; undefined without one. */
export function localFaultIn(codes: readonly string[]): LocalFaultCode | undefined {
  // A name with two addresses, one of them IPv6 on a machine without it: the other address decides.
  const isUnusable = (code: string) => code === "EADDRNOTAVAIL" && codes.some((other) => other !== code);
  return LOCAL_FAULTS.find((code) => codes.includes(code) && !isUnusable(code));
}
