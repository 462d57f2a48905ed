import type { AttemptError, Destination, Mode } from "../../domain/domain.js";

/**
 * The last step of an attempt: carries one signed request to its destination and the answer back, within the destination's
 * timeout. A destination that fails is a value; only a fault of Harbor's own throws.
 */
export type Transport = (request: SignedRequest) => Promise<Reply>;

/** How a destination is reached: over HTTP at its URL, or through a tunnel that a client holds open (docs/tunnel.md). */
export type TransportKind = "http" | "tunnel";

export interface SignedRequest {
  destination: Destination;
  environment: Mode;
  /** Name, value, name, value: as the receiver is to see them. */
  headers: string[];
  body: Buffer;
}

/** What came back: a status, or the error that stood in its way. */
export interface Reply {
  status: number | null;
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>;
  /** The first `MAX_RESPONSE_BYTES`. */
  body: Buffer;
  error: AttemptError | null;
}

/** What is read and kept of an answer's body (docs/contract.md §4). */
export const MAX_RESPONSE_BYTES = 4096;

export function failedReply(error: AttemptError): Reply {
  return { status: null, headers: {}, body: Buffer.alloc(0), error };
}
