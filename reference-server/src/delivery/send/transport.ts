import type { AttemptError, AttemptResult, Destination, Millis, Mode } from "../../domain/domain.js";

/**
 * Sends one signed request and resolves with its result, within the destination's timeout. A destination that fails is a result;
 * only a bug rejects.
 */
export type Transport = (request: SignedRequest) => Promise<SendResult>;

/** How a destination is reached: over HTTP at its URL, or through a tunnel that a client holds open (docs/tunnel.md). */
export type TransportKind = "http" | "tunnel";

export interface SignedRequest {
  destination: Destination;
  /** Whose addresses may be dialled: those of live destinations or those of test ones. */
  mode: Mode;
  /** Name, value, name, value: those that all requests to the destination share, and those of this one. */
  fixedHeaders: readonly string[];
  headers: readonly string[];
  /** Of both, what the attempt keeps. */
  keptHeaders: string;
  body: Buffer;
  /** Wall time; dates in `Retry-After` are relative to it. */
  sentAt: Millis;
}

export type SendResult = AttemptResult | LocalFault;

/**
 * This machine could not send the request: it is out of file descriptors, ports or memory. The destination had no part in it, so
 * it does not count as an attempt.
 */
export interface LocalFault {
  local_fault: Error;
}

export function failed(error: AttemptError): AttemptResult {
  return {
    response_code: null,
    response_headers: null,
    response_body: null,
    error,
    retry_requested: false,
    retry_after_ms: null,
  };
}

export function isLocalFault(result: SendResult): result is LocalFault {
  return "local_fault" in result;
}
