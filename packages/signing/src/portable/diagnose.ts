import { type Diagnose, diagnoseOver } from "../diagnose.js";
import { portableHmac } from "../hmac/portable.js";

export type { Cause, Certainty, Diagnose, DiagnoseOptions, Diagnosis, Finding } from "../diagnose.js";

/** Finds out why a signature does not match: see {@link Diagnose}. */
export const diagnose: Diagnose = /* @__PURE__ */ diagnoseOver({ hmac: portableHmac });
