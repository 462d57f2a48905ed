import { type Ed25519 } from "../ed25519.js";
import { type Hmac } from "../hmac.js";
import { type Cause, type Suspect } from "./finding.js";
import { type HeaderEvidence } from "./header-suspects.js";
import { type SearchKey, type V2Evidence } from "./search.js";

/** The crypto libraries of a build. */
export interface Crypto {
  readonly hmac: Hmac;
  readonly ed25519?: Ed25519 | undefined;
}

/** The evidence of the scheme about a request that failed. */
export interface SchemeEvidence {
  readonly header: HeaderEvidence | undefined;
  readonly keys: readonly Suspect<SearchKey>[];
  readonly v2: V2Evidence;
  /** Faults of the secrets that do not depend on what they verify. */
  readonly secretCauses: readonly Cause[];
  readonly hasUsableSecret: boolean;
  readonly hasCutSecret: boolean;
}
