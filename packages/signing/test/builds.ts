import * as nodeDiagnose from "../src/node/diagnose.js";
import * as nodeEd25519 from "../src/node/ed25519.js";
import * as node from "../src/node/index.js";
import * as nodeStandard from "../src/node/standard.js";
import * as portableDiagnose from "../src/portable/diagnose.js";
import * as portableEd25519 from "../src/portable/ed25519.js";
import * as portable from "../src/portable/index.js";
import * as portableStandard from "../src/portable/standard.js";

/** Both builds, for `describe.each`. */
export const builds = [
  { build: "node", ...node, ...nodeDiagnose, ...nodeStandard, ...nodeEd25519 },
  { build: "portable", ...portable, ...portableDiagnose, ...portableStandard, ...portableEd25519 },
];
