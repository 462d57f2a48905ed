import * as nodeDiagnose from "../src/node/diagnose.js";
import * as node from "../src/node/index.js";
import * as portableDiagnose from "../src/portable/diagnose.js";
import * as portable from "../src/portable/index.js";

/** Both builds, for `describe.each`. */
export const builds = [
  { build: "node", ...node, ...nodeDiagnose },
  { build: "portable", ...portable, ...portableDiagnose },
];
