import { ageLimit, type AgeOptions } from "../check-age.js";
import { type Ed25519 } from "../ed25519.js";
import { type Hmac } from "../hmac.js";
import { readHeaders, type ReceivedHeaders, type SignatureSource } from "../received-headers.js";
import { type Budget } from "./budget.js";
import { type BodyEvidence, bodySuspects, decodeUtf8, readBody } from "./body-suspects.js";
import {
  type Cause,
  type Certainty,
  clockFinding,
  type Finding,
  finding,
  inStandardWords,
} from "./finding.js";
import { type HeaderEvidence, readHeader } from "./header-suspects.js";
import { isCanonicalJson } from "./json-layouts.js";
import { findMatch, hmacSearchKey, importKeys, readV2, type V2Evidence } from "./search.js";
import { looksCut, secretSuspects, visibleSecretFault } from "./secret-suspects.js";
import { type Crypto, type SchemeEvidence } from "./evidence.js";
import { standardEvidence } from "./standard-suspects.js";

/** The options of `verifySignature`. */
export interface DiagnoseOptions extends AgeOptions {
  /** As it was passed to `verifySignature`, also if it was parsed. */
  readonly body: unknown;
  readonly headers: ReceivedHeaders;
  readonly secret: string | readonly string[];
  /** How the request is signed. Default `harbor`; `standard` is Standard Webhooks 1.0. */
  readonly scheme?: "harbor" | "standard" | undefined;
  /** For `whpk_…` keys in workers and browsers: imported from `@harbor/signing/ed25519`. */
  readonly ed25519?: Ed25519 | undefined;
}

/** A rotation has two. Each secret multiplies the search. */
const MAX_SECRETS = 4;

interface Evidence extends SchemeEvidence {
  readonly body: BodyEvidence;
}

/** The findings about a request whose verification failed, the most certain first, one for each cause. */
export function investigate({ hmac, ed25519 }: Crypto, options: DiagnoseOptions, budget: Budget): Finding[] {
  const secrets = [options.secret]
    .flat()
    .filter((secret) => typeof secret === "string")
    .slice(0, MAX_SECRETS);
  const body = readBody(options.body);
  const isStandard = options.scheme === "standard";
  const scheme = isStandard
    ? standardEvidence({ hmac, ed25519: options.ed25519 ?? ed25519 }, secrets, options.headers)
    : harborEvidence(hmac, secrets, readHeaders(options.headers));
  const { header, keys } = scheme;
  const evidence: Evidence = { body, ...scheme };
  const bodies = body.bytes === undefined ? [] : bodySuspects(body.bytes, budget);
  const match = header && findMatch({ keys, header, bodies, budget });
  const found = strongestOfEach([
    ...visibleFaults(evidence),
    ...(match === undefined
      ? suspicions(evidence, budget)
      : [...findings("certain", match), ...headerFaults(evidence.v2)]),
    ...clockFaults(header, options, match === undefined ? "possible" : "likely"),
  ]);
  return isStandard ? found.map(inStandardWords) : found;
}

function harborEvidence(hmac: Hmac, secrets: readonly string[], source: SignatureSource): SchemeEvidence {
  const hmacKeys = importKeys(hmac, secrets.flatMap(secretSuspects));
  const header = source.signature === undefined ? undefined : readHeader(source.signature);
  const faults = secrets.map(visibleSecretFault);
  return {
    header,
    keys: hmacKeys.map(({ value, causes }) => ({
      value: hmacSearchKey(value, header?.digests ?? []),
      causes,
    })),
    v2: readV2(hmacKeys, source),
    secretCauses: faults.filter((cause) => cause !== undefined),
    hasUsableSecret: faults.includes(undefined),
    hasCutSecret: secrets.some(looksCut),
  };
}

/** Faults that the input shows without a search. */
function visibleFaults({ body, header, secretCauses }: Evidence): Finding[] {
  const causes = [...secretCauses];
  if (!body.isRaw) causes.push("body_not_raw");
  if (body.bytes?.[0] === 0x1f && body.bytes[1] === 0x8b) causes.push("body_compressed");
  return findings("certain", [...causes, ...(header?.causes ?? ["header_missing"])]);
}

/** Faults of the headers that `v2` covers, for an authentic body. */
function headerFaults(v2: V2Evidence): Finding[] {
  if (v2 === "headers_missing") return findings("certain", ["headers_missing"]);
  return v2 === "matches_no_key" ? findings("certain", ["headers_changed"]) : [];
}

/** No repair leads to a matching signature: the body was changed beyond recognition, or the secret is wrong. */
function suspicions(evidence: Evidence, budget: Budget): Finding[] {
  const { body, header, v2 } = evidence;
  const hasSignature = header !== undefined && header.digests.length + header.signatures.length > 0;
  if (!hasSignature || !evidence.hasUsableSecret) return [];
  const bodyCauses = suspectedCauses(body, budget);
  if (typeof v2 === "object") {
    const changed = body.bytes === undefined ? [] : findings("certain", ["body_changed"]);
    return [...findings("certain", v2.causes), ...changed, ...findings("likely", bodyCauses)];
  }
  const changed = body.bytes === undefined ? [] : findings("possible", ["body_changed", ...bodyCauses]);
  return [...secretSuspicions(evidence), ...changed];
}

/** Possible changes of the body, by traces in it. */
function suspectedCauses({ bytes }: BodyEvidence, budget: Budget): Cause[] {
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  if (text === undefined) return [];
  const causes: Cause[] = [];
  if (text.includes("\ufffd")) causes.push("invalid_utf8_replaced");
  if (isCanonicalJson(text, budget)) causes.push("body_reserialized");
  return causes;
}

function secretSuspicions({ hasCutSecret, v2 }: Evidence): Finding[] {
  if (hasCutSecret) return findings("likely", ["secret_incomplete"]);
  // `v2` does not cover the body, so a changed body does not explain a secret that fails it.
  return findings(v2 === "matches_no_key" ? "likely" : "possible", ["wrong_secret"]);
}

function clockFaults(
  header: HeaderEvidence | undefined,
  options: DiagnoseOptions,
  certainty: Certainty,
): Finding[] {
  if (header?.timestamp === undefined) return [];
  const { nowSeconds, toleranceSeconds } = ageLimit(options);
  const offsetSeconds = nowSeconds - header.timestamp;
  return Math.abs(offsetSeconds) > toleranceSeconds ? [clockFinding(offsetSeconds, certainty)] : [];
}

const findings = (certainty: Certainty, causes: readonly Cause[]): Finding[] =>
  causes.map((cause) => finding(cause, certainty));

const CERTAINTIES: readonly Certainty[] = ["certain", "likely", "possible"];

function strongestOfEach(found: readonly Finding[]): Finding[] {
  const sorted = CERTAINTIES.flatMap((certainty) => found.filter((each) => each.certainty === certainty));
  return [...new Map(sorted.toReversed().map((each) => [each.cause, each])).values()].toReversed();
}
