// Writes all generated files: code from openapi.yaml and docs/receive/, pages of docs/ from the server's tables of settings and errors.
// `--check` writes nothing and fails when a file is stale.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parse } from "yaml";
import { generateDocsPages } from "./docs-pages.mjs";
import { generateExamples } from "./examples.mjs";
import { toOpenApi30 } from "./openapi-3.0.mjs";
import { generateOperationsTable } from "./operations-table.mjs";
import { generateReceiverGuides } from "./receiver-guides.mjs";
import { generateResources } from "./resources.mjs";
import { generateServerDocument } from "./server-document.mjs";
import { generateSchemaNames, generateTypes, openResponseEnums } from "./types.mjs";
import { generateValidators } from "./validators.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const specification = join(root, "openapi.yaml");
const banner = "// Generated from openapi.yaml by npm run generate. Do not edit.\n";

const guidesBanner = "// Generated from docs/receive/ by npm run generate. Do not edit.\n";

/**
 * The expected content of each generated file.
 *
 * @returns {Promise<Map<string, string>>} content by path from the root of the repository
 */
async function generate() {
  const document = parse(readFileSync(specification, "utf8"));
  const { version } = JSON.parse(readFileSync(join(root, "packages/client/package.json"), "utf8"));
  const validators = generateValidators(document);
  const files = {
    "packages/client/src/generated/openapi.ts": openResponseEnums(
      await generateTypes(pathToFileURL(specification)),
    ),
    "packages/client/src/generated/schemas.ts": generateSchemaNames(document),
    "packages/client/src/generated/resources.ts": generateResources(document),
    "packages/client/src/generated/version.ts": `export const VERSION = ${JSON.stringify(version)};\n`,
    "packages/testing/src/generated/examples.ts": generateExamples(document),
    "reference-server/src/generated/openapi.ts": generateServerDocument(document),
    "reference-server/src/generated/openapi-3.0.ts": generateServerDocument(toOpenApi30(document)),
    "reference-server/src/generated/operations.ts": generateOperationsTable(document),
    "reference-server/src/generated/openapi-types.ts": await generateTypes(pathToFileURL(specification)),
    "reference-server/src/generated/body-validators.js": validators.body,
    "reference-server/src/generated/body-validators.d.ts": validators.bodyTypes,
    "reference-server/src/generated/text-validators.js": validators.text,
    "reference-server/src/generated/text-validators.d.ts": validators.textTypes,
  };
  const sources = Object.entries(files).map(([path, content]) => [path, banner + content]);
  const guides = generateReceiverGuides(join(root, "docs/receive"));
  return new Map([
    ...sources,
    ["packages/cli/src/generated/receiver-guides.ts", guidesBanner + guides],
    ...(await generateDocsPages()),
  ]);
}

/**
 * The generated files that do not match what they are generated from.
 *
 * @returns {Promise<string[]>} paths from the root of the repository
 */
export async function findStaleFiles() {
  const files = await generate();
  return [...files].filter(([path, content]) => read(path) !== content).map(([path]) => path);
}

/** Writes each generated file whose content has changed. */
export async function writeGeneratedFiles() {
  for (const [path, content] of await generate()) {
    if (read(path) === content) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    process.stdout.write(`wrote ${path}\n`);
  }
}

function read(path) {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return undefined;
  }
}

async function main() {
  if (!process.argv.includes("--check")) return writeGeneratedFiles();
  const stale = await findStaleFiles();
  if (stale.length === 0) return;
  for (const path of stale) process.stderr.write(`stale: ${path}\n`);
  process.stderr.write("Run `npm run generate`.\n");
  process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
