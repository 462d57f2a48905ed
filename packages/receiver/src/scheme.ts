import type { DeliveryHeaders } from "./delivery-request.js";
import type { Diagnosis } from "./diagnosis.js";
import type { Verdict } from "./verdict.js";

/** How a sender signs: `harbor` with `Harbor-Signature`, `standard` by Standard Webhooks 1.0. */
export type SchemeName = "harbor" | "standard";

/** Headers of a delivery that its signature does not cover. A proxy can change them, and so can an attacker with a copy of a request. */
export interface UnsignedHeaders {
  /**
   * `Harbor-Tenant`: the event's tenant. Null if the event has none, if the header is not a tenant, and with the scheme `standard`. Not
   * signed, so use it for logs and metrics only: act on a tenant that the body names.
   */
  readonly tenant: string | null;
}

/** A delivery that the sender has signed. */
export interface AuthenticDelivery {
  readonly eventId: string;
  readonly eventType: string;
  /** Undefined with the scheme `standard`, which has neither. */
  readonly deliveryId: string | undefined;
  readonly retryCount: number | undefined;
  readonly timestamp: Date;
  readonly secretIndex: number;
  readonly headersSigned: boolean;
  readonly unsigned: UnsignedHeaders;
}

export type Authentication =
  | {
      readonly ok: true;
      readonly delivery: AuthenticDelivery;
      /** The parsed body, if the scheme reads the event's type from it. */
      readonly parsed?: { readonly ok: true; readonly json: unknown };
    }
  | {
      readonly ok: false;
      readonly verdict: Verdict;
      /** Proven already, for the log. */ readonly eventId?: string;
    };

/** The request that the core passes to a scheme. */
export interface SignedRequest {
  readonly body: Uint8Array;
  readonly headers: DeliveryHeaders;
  readonly secret: readonly string[];
  readonly toleranceSeconds: number;
  readonly receivedAt: Date;
}

/** One way of signing deliveries. `harborScheme` and `standardScheme` implement it. */
export interface Scheme {
  /** The headers of which every delivery has at least one, in lower case. */
  readonly headerNames: readonly string[];
  /** Whether a delivery always has the content type `application/json`. */
  readonly isAlwaysJson: boolean;
  /** Verifies that the sender sent the request and identifies the event. */
  authenticate(request: SignedRequest, diagnose: Diagnosis): Authentication;
  /** The reason why a value cannot be a secret; undefined if it can. */
  secretFault(secret: unknown): string | undefined;
}

export function refusal(verdict: Verdict, eventId?: string): Authentication {
  return eventId === undefined ? { ok: false, verdict } : { ok: false, verdict, eventId };
}
