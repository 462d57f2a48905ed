import { fileURLToPath } from "node:url";
import { nextSuite } from "./next-suite.js";

/** Built against the packages' dist/, as a user's application is. */
nextSuite("Next.js 16", fileURLToPath(new URL("../../../examples/next/", import.meta.url)));
