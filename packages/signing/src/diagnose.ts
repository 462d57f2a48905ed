import { type Finding } from "./diagnose/finding.js";
import { type DiagnoseOptions, investigate } from "./diagnose/investigate.js";
import { type Hmac } from "./hmac.js";
import { type RawBody } from "./raw-body.js";
import { type VerifyResult } from "./verify-result.js";
import { verifySignatureOver } from "./verify-signature.js";

export type { Cause, Certainty, Finding } from "./diagnose/finding.js";
export type { DiagnoseOptions } from "./diagnose/investigate.js";

/** The outcome of the verification and, where it failed, why; the most certain findings first. */
export type Diagnosis = VerifyResult & { readonly findings: readonly Finding[] };

/**
 * Says why a signature does not match, where that can be found out: it undoes the usual mistakes one by one and two
 * at a time and sees whether the signature then matches. Findings hold no secret and no part of the body; they are for
 * logs and for people, never for the answer to the request.
 *
 * A failing request can cost some hundred hashes of the body, so diagnose samples rather than every forgery.
 *
 * @example
 * const { findings } = diagnose({ body, headers, secret });
 * for (const { certainty, detail, fix } of findings) console.log(certainty, detail, fix);
 */
export type Diagnose = (options: DiagnoseOptions) => Diagnosis;

export function diagnoseOver(hmac: Hmac): Diagnose {
  const verifySignature = verifySignatureOver(hmac);
  return (options) => {
    const result = verifySignature.safe({ ...options, body: options.body as RawBody });
    if (result.ok || result.code === "options_invalid") return { ...result, findings: [] };
    return { ...result, findings: investigate(hmac, options) };
  };
}
