import { ageLimit, type AgeOptions } from "../check-age.js";
import { type Hmac } from "../hmac.js";
import { readHeaders, type ReceivedHeaders } from "../received-headers.js";
import { type Budget } from "./budget.js";
import { type BodyEvidence, bodySuspects, decodeUtf8, readBody } from "./body-suspects.js";
import { type Cause, type Certainty, clockFinding, type Finding, finding } from "./finding.js";
import { type HeaderEvidence, readHeader } from "./header-suspects.js";
import { isCanonicalJson } from "./json-layouts.js";
import { findMatch, importKeys, readV2, type V2Evidence } from "./search.js";
import { looksCut, secretSuspects, visibleSecretFault } from "./secret-suspects.js";

/** The options of `verifySignature`. */
export interface DiagnoseOptions extends AgeOptions {
  /** As it was passed to `verifySignature`, also if it was parsed. */
  readonly body: unknown;
  readonly headers: ReceivedHeaders;
  readonly secret: string | readonly string[];
}

/** A rotation has two. Each secret multiplies the search. */
const MAX_SECRETS = 4;

/** The evidence about a request that failed. */
interface Evidence {
  readonly body: BodyEvidence;
  readonly header: HeaderEvidence | undefined;
  readonly secrets: readonly string[];
  readonly v2: V2Evidence;
}

/** The findings about a request whose verification failed, the most certain first, one for each cause. */
export function investigate(hmac: Hmac, options: DiagnoseOptions, budget: Budget): Finding[] {
  const source = readHeaders(options.headers);
  const secrets = [options.secret]
    .flat()
    .filter((secret) => typeof secret === "string")
    .slice(0, MAX_SECRETS);
  const keys = importKeys(hmac, secrets.flatMap(secretSuspects));
  const body = readBody(options.body);
  const header = source.signature === undefined ? undefined : readHeader(source.signature);
  const evidence: Evidence = { body, header, secrets, v2: readV2(keys, source) };
  const bodies = body.bytes === undefined ? [] : bodySuspects(body.bytes, budget);
  const match = header && findMatch({ keys, header, bodies, budget });
  return strongestOfEach([
    ...visibleFaults(evidence),
    ...(match === undefined
      ? suspicions(evidence, budget)
      : [...findings("certain", match), ...headerFaults(evidence.v2)]),
    ...clockFaults(header, options, match === undefined ? "possible" : "likely"),
  ]);
}

/** Faults that the input shows without a search. */
function visibleFaults({ body, header, secrets }: Evidence): Finding[] {
  const causes = secrets.flatMap((secret) => visibleSecretFault(secret) ?? []);
  if (!body.isRaw) causes.push("body_not_raw");
  if (body.bytes?.[0] === 0x1f && body.bytes[1] === 0x8b) causes.push("body_compressed");
  return findings("certain", [...causes, ...(header?.causes ?? ["header_missing"])]);
}

/** Faults of the headers that `v2` covers, for an authentic body. */
function headerFaults(v2: V2Evidence): Finding[] {
  if (v2 === "headers_missing") return findings("certain", ["headers_missing"]);
  return v2 === "matches_no_key" ? findings("certain", ["headers_changed"]) : [];
}

/** No repair made the signature match: the body was changed beyond recognition, or the secret is wrong. */
function suspicions({ body, header, secrets, v2 }: Evidence, budget: Budget): Finding[] {
  if (header === undefined || header.digests.length === 0 || !secrets.some(isUsable)) return [];
  const bodyCauses = suspectedCauses(body, budget);
  if (typeof v2 === "object") {
    const changed = body.bytes === undefined ? [] : findings("certain", ["body_changed"]);
    return [...findings("certain", v2.causes), ...changed, ...findings("likely", bodyCauses)];
  }
  const changed = body.bytes === undefined ? [] : findings("possible", ["body_changed", ...bodyCauses]);
  return [...secretSuspicions(secrets, v2), ...changed];
}

/** What may have changed the body, by traces in it. */
function suspectedCauses({ bytes }: BodyEvidence, budget: Budget): Cause[] {
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  if (text === undefined) return [];
  const causes: Cause[] = [];
  if (text.includes("\ufffd")) causes.push("invalid_utf8_replaced");
  if (isCanonicalJson(text, budget)) causes.push("body_reserialized");
  return causes;
}

const isUsable = (secret: string): boolean => visibleSecretFault(secret) === undefined;

function secretSuspicions(secrets: readonly string[], v2: V2Evidence): Finding[] {
  if (secrets.some(looksCut)) return findings("likely", ["secret_incomplete"]);
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
