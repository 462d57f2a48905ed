import { library } from "../../tools/tsup.js";

const entries = ["index", "verify", "diagnose", "standard", "ed25519"];

/** Two builds of the same entries; package.json says which runtime takes which. */
export default library(
  Object.fromEntries(
    ["node", "portable"].flatMap((build) =>
      entries.map((entry) => [`${build}/${entry}`, `src/${build}/${entry}.ts`]),
    ),
  ),
  { esmOnly: ["@noble/hashes", "@noble/curves"] },
);
