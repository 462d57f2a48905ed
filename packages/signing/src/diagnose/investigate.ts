import { ageLimit, type AgeOptions } from "../check-age.js";
import { type Hmac } from "../hmac.js";
import { readHeaders, type ReceivedHeaders } from "../received-headers.js";
import { type BodyEvidence, bodySuspects, decodeUtf8, readBody } from "./body-suspects.js";
import { type Cause, type Certainty, clockFinding, type Finding, finding } from "./finding.js";
import { type HeaderEvidence, readHeader } from "./header-suspects.js";
import { isCanonicalJson } from "./json-layouts.js";
import { findMatch, importKeys, readV2, type V2Evidence } from "./search.js";
import { looksCut, secretSuspects, visibleSecretFault } from "./secret-suspects.js";

/** What was given to `verifySignature`; here the body may also be a parsed one. */
export interface DiagnoseOptions extends AgeOptions {
  readonly body: unknown;
  readonly headers: ReceivedHeaders;
  readonly secret: string | readonly string[];
}

/** Everything that is known about a request that failed. */
interface Evidence {
  readonly body: BodyEvidence;
  readonly header: HeaderEvidence | undefined;
  readonly secrets: readonly string[];
  readonly v2: V2Evidence;
}

/** The findings on a request whose verification failed, the most certain ones first, one per cause. */
export function investigate(hmac: Hmac, options: DiagnoseOptions): Finding[] {
  const source = readHeaders(options.headers);
  const secrets = [options.secret].flat().filter((secret) => typeof secret === "string");
  const keys = importKeys(hmac, secrets.flatMap(secretSuspects));
  const body = readBody(options.body);
  const header = source.signature === undefined ? undefined : readHeader(source.signature);
  const evidence: Evidence = { body, header, secrets, v2: readV2(keys, source) };
  const match = header && body.bytes && findMatch({ keys, header, bodies: bodySuspects(body.bytes) });
  return strongestOfEach([
    ...visibleFaults(evidence),
    ...(match === undefined
      ? suspicions(evidence)
      : [...findings("certain", match), ...headerFaults(evidence.v2)]),
    ...clockFaults(header, options, match === undefined ? "possible" : "likely"),
  ]);
}

/** What the input shows by itself. */
function visibleFaults({ body, header, secrets }: Evidence): Finding[] {
  const causes = secrets.flatMap((secret) => visibleSecretFault(secret) ?? []);
  if (!body.isRaw) causes.push("body_not_raw");
  return findings("certain", [...causes, ...(header?.causes ?? ["header_missing"])]);
}

/** The body is genuine; are the headers that `v2` covers? */
function headerFaults(v2: V2Evidence): Finding[] {
  if (v2 === "headers_missing") return findings("certain", ["headers_missing"]);
  return v2 === "matches_no_key" ? findings("certain", ["headers_changed"]) : [];
}

/** Nothing made the signature match: what is left is a body changed beyond recognition or a wrong secret. */
function suspicions({ body, header, secrets, v2 }: Evidence): Finding[] {
  if (header === undefined || header.digests.length === 0 || !secrets.some(isUsable)) return [];
  return typeof v2 === "object"
    ? [...findings("certain", v2.causes), ...bodySuspicions(body, "certain", "likely")]
    : [...secretSuspicions(secrets, v2), ...bodySuspicions(body, "possible", "possible")];
}

function bodySuspicions({ bytes }: BodyEvidence, isChanged: Certainty, how: Certainty): Finding[] {
  if (bytes === undefined) return [];
  const text = decodeUtf8(bytes);
  const causes: Cause[] = [];
  if (text?.includes("\ufffd")) causes.push("invalid_utf8_replaced");
  if (text !== undefined && isCanonicalJson(text)) causes.push("body_reserialized");
  return [...findings(isChanged, ["body_changed"]), ...findings(how, causes)];
}

const isUsable = (secret: string): boolean => visibleSecretFault(secret) === undefined;

function secretSuspicions(secrets: readonly string[], v2: V2Evidence): Finding[] {
  if (secrets.some(looksCut)) return findings("likely", ["secret_incomplete"]);
  // `v2` does not cover the body, so that a changed body is no excuse for a secret that fails it.
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
