import { createBudget } from "./diagnose/budget.js";
import { type Finding } from "./diagnose/finding.js";
import { type Crypto } from "./diagnose/evidence.js";
import { type DiagnoseOptions, investigate } from "./diagnose/investigate.js";
import { type RawBody } from "./raw-body.js";
import { type HeaderRecord } from "./received-headers.js";
import { type StandardVerifyResult, standardVerifierOver } from "./standard/verify-standard.js";
import { type VerifyResult } from "./verify-result.js";
import { verifierOver } from "./verify-signature.js";

export type { Cause, Certainty, Finding } from "./diagnose/finding.js";
export type { DiagnoseOptions } from "./diagnose/investigate.js";

/** The result of the verification and, if it failed, the reasons, the most certain first. */
export type Diagnosis = (VerifyResult | StandardVerifyResult) & { readonly findings: readonly Finding[] };

/**
 * Finds out why a signature does not match: it undoes the common mistakes, one at a time and then two at a time, and checks
 * whether the signature then matches. Findings contain no secret and no part of the body. They are for logs and people; do not
 * send them to the caller.
 *
 * The search is bounded: it takes about 20 ms at most, for any input. A large body may therefore be searched only in
 * part, with less certain findings.
 *
 * @example
 * const { findings } = diagnose({ body, headers, secret });
 * for (const { certainty, detail, fix } of findings) console.log(certainty, detail, fix);
 */
export type Diagnose = (options: DiagnoseOptions) => Diagnosis;

export function diagnoseOver(crypto: Crypto): Diagnose {
  const harbor = verifierOver(crypto.hmac);
  const standard = standardVerifierOver(crypto.hmac, crypto.ed25519);
  return (options) => {
    const body = options.body as RawBody;
    const result =
      options.scheme === "standard"
        ? standard.safeVerify({ ...options, body, headers: options.headers as HeaderRecord })
        : harbor.safeVerify({ ...options, body });
    if (result.ok || result.code === "options_invalid") return { ...result, findings: [] };
    return { ...result, findings: investigate(crypto, options, createBudget(crypto.hmac)) };
  };
}
