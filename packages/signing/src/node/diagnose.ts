import { type Diagnose, diagnoseOver } from "../diagnose.js";
import { nodeHmac } from "../hmac/node.js";

export type { Cause, Certainty, Diagnose, DiagnoseOptions, Diagnosis, Finding } from "../diagnose.js";

export const diagnose: Diagnose = /* @__PURE__ */ diagnoseOver(nodeHmac);
