import { readFileSync } from "node:fs";
import { library } from "../../tools/tsup.js";

interface Manifest {
  exports: Record<string, string | { "@harbor/source": string }>;
}

/** Every subpath of package.json is an entry, so that a new adapter or store is declared once. */
const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const sources = Object.values(exports).flatMap((target) =>
  typeof target === "string" ? [] : [target["@harbor/source"]],
);

export default library(
  Object.fromEntries(sources.map((source) => [source.slice("./src/".length, -".ts".length), source])),
);
