import { createBudget } from "./diagnose/budget.js";
import { type Finding } from "./diagnose/finding.js";
import { type DiagnoseOptions, investigate } from "./diagnose/investigate.js";
import { type Hmac } from "./hmac.js";
import { type RawBody } from "./raw-body.js";
import { type VerifyResult } from "./verify-result.js";
import { verifierOver } from "./verify-signature.js";

export type { Cause, Certainty, Finding } from "./diagnose/finding.js";
export type { DiagnoseOptions } from "./diagnose/investigate.js";

/** The result of the verification and, if it failed, the reasons, the most certain first. */
export type Diagnosis = VerifyResult & { readonly findings: readonly Finding[] };

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

export function diagnoseOver(hmac: Hmac): Diagnose {
  const { safeVerify } = verifierOver(hmac);
  return (options) => {
    const result = safeVerify({ ...options, body: options.body as RawBody });
    if (result.ok || result.code === "options_invalid") return { ...result, findings: [] };
    return { ...result, findings: investigate(hmac, options, createBudget(hmac)) };
  };
}
