// `npm run check:api`: compares the public API of every published package with the reports in its api/ folder, one file a
// subpath. `npm run api` writes the reports.
import { mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CompilerState, Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { exitWith } from "../../tools/command.mjs";
import { cacheDir, readJson, readPackages, root } from "../../tools/workspace.mjs";

const onlyCheck = !process.argv.includes("--write");
const suffix = ".api.md";

const compilerOptions = {
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  module: "nodenext",
  moduleResolution: "nodenext",
  strict: true,
  skipLibCheck: true,
  types: ["node"],
};

const problems = readPackages().flatMap(reportPackage);
if (problems.length > 0) exitWith(problems.join("\n"));

/** Checks or writes the reports of one package. Returns the problems. */
function reportPackage({ name, dir }) {
  const entries = entriesOf(dir);
  if (entries.length === 0) return [];
  mkdirSync(reportFolder(dir), { recursive: true });
  const configs = entries.map((entry) => configOf(dir, entry));
  // One program for all subpaths: parsing the dependencies' types takes most of the time.
  const compilerState = CompilerState.create(configs[0], {
    additionalEntryPoints: entries.map(({ types }) => types),
  });
  const messages = configs.flatMap((config) => report(config, compilerState));
  const forgotten = forgottenExports(configs, messages);
  return [...changes(dir, messages), ...forgotten, ...orphans(dir, entries)].map(
    (problem) => `${name}: ${problem}`,
  );
}

/** The declarations of each subpath. */
function entriesOf(dir) {
  const { exports } = readJson(join(root, dir, "package.json"));
  return Object.entries(exports).flatMap(([path, target]) => {
    const types = (target.node ?? target).import?.types;
    if (types === undefined) return [];
    const name = path === "." ? "index" : path.slice(2).replaceAll("/", ".");
    return [{ fileName: name + suffix, types: join(root, dir, types) }];
  });
}

function configOf(dir, { fileName, types }) {
  const projectFolder = join(root, dir);
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, "package.json"),
    configObject: {
      projectFolder,
      mainEntryPointFilePath: types,
      compiler: { overrideTsconfig: { compilerOptions, files: [types] } },
      apiReport: {
        enabled: true,
        reportFileName: fileName,
        reportFolder: reportFolder(dir),
        reportTempFolder: join(cacheDir, "api", dir),
      },
      newlineKind: "lf",
      messages: {
        extractorMessageReporting: {
          default: { logLevel: "none" },
          "ae-forgotten-export": { logLevel: "warning" },
        },
        tsdocMessageReporting: { default: { logLevel: "none" } },
        compilerMessageReporting: { default: { logLevel: "error" } },
      },
    },
  });
}

/** Writes the report to the temporary folder, and with `--write` to its place. Returns the extractor's messages. */
function report(config, compilerState) {
  const messages = [];
  Extractor.invoke(config, {
    compilerState,
    localBuild: !onlyCheck,
    messageCallback(message) {
      message.handled = true;
      messages.push(message);
    },
  });
  return messages;
}

function changes(dir, messages) {
  const text = messages.filter(({ logLevel }) => logLevel === "error").map(({ text }) => text);
  const reportIds = ["console-api-report-not-copied", "console-api-report-missing"];
  const changed = onlyCheck && messages.some(({ messageId }) => reportIds.includes(messageId));
  return changed ? [...text, `${dir}/api is out of date: run npm run api and review the diff`] : text;
}

/** Types in a public signature that no subpath of the package exports: users could not name them. */
function forgottenExports(configs, messages) {
  const declared = /^export (?:declare )?(?:abstract )?(?:class|const|enum|function|interface|type) (\w+)/gm;
  const exported = configs.flatMap(({ reportTempFilePath }) =>
    [...readFileSync(reportTempFilePath, "utf8").matchAll(declared)].map(([, name]) => name),
  );
  const forgotten = messages
    .filter(({ messageId }) => messageId === "ae-forgotten-export")
    .filter(({ text }) => !exported.includes(/"(\w+)"/.exec(text)[1]));
  return forgotten.map(({ text }) => text);
}

/** Reports whose subpath is gone. */
function orphans(dir, entries) {
  const known = new Set(entries.map(({ fileName }) => fileName));
  const orphans = readdirSync(reportFolder(dir)).filter((file) => !known.has(file));
  if (onlyCheck) return orphans.map((file) => `${dir}/api/${file} belongs to no subpath: run npm run api`);
  for (const file of orphans) rmSync(join(reportFolder(dir), file));
  return [];
}

function reportFolder(dir) {
  return join(root, dir, "api");
}
