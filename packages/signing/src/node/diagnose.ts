import { type Diagnose, diagnoseOver } from "../diagnose.js";
import { nodeEd25519 } from "../ed25519/node.js";
import { nodeHmac } from "../hmac/node.js";

export type { Cause, Certainty, Diagnose, DiagnoseOptions, Diagnosis, Finding } from "../diagnose.js";

/** Finds out why a signature does not match: see {@link Diagnose}. */
export const diagnose: Diagnose = /* @__PURE__ */ diagnoseOver({
  hmac: nodeHmac,
  ed25519: nodeEd25519,
});
