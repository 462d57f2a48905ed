import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNpm } from "../../../tools/command.mjs";
import { binPath, readJson, root } from "../../../tools/workspace.mjs";

/** Each way to use the packages in a project that installed them. */
export const uses = [
  ["as ES modules", ["use.mjs"]],
  ["as CommonJS", ["use.cjs"]],
  // As jest-environment-jsdom loads packages: the CommonJS files of the browser build, without `require` of ES modules.
  ["as CommonJS for browsers", ["--no-experimental-require-module", "--conditions=browser", "verify.cjs"]],
  ...["node10", "node16", "nodenext", "bundler"].map((resolution) => [
    `from TypeScript, moduleResolution ${resolution}`,
    [binPath("typescript", "tsc"), "-p", `tsconfig.${resolution}.json`],
  ]),
];

/**
 * An empty project outside the repository, with the packed packages installed and the programs of `uses`.
 *
 * @param {{ name: string, dir: string }[]} packages
 * @param {Map<string, string>} tarballs paths by package name
 * @returns {Promise<string>} its folder
 */
export async function createProject(packages, tarballs) {
  const project = mkdtempSync(join(tmpdir(), "harbor-installed-"));
  await install(project, tarballs);
  writeProject(project, packages.flatMap(exportedModules));
  return project;
}

async function install(project, tarballs) {
  const { version: nodeTypes } = readJson(join(root, "node_modules/@types/node/package.json"));
  const dependencies = Object.fromEntries([...tarballs].map(([name, path]) => [name, `file:${path}`]));
  writeJson(join(project, "package.json"), {
    private: true,
    dependencies: { ...dependencies, "@types/node": nodeTypes },
  });
  const args = ["install", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
  const { ok, output } = await runNpm(args, { cwd: project });
  if (!ok) throw new Error(`npm install of the packed packages failed:\n${output}`);
  // Its install script would compile this once more, in about a minute.
  const binary = "node_modules/better-sqlite3/build";
  cpSync(join(root, binary), join(project, binary), { recursive: true });
}

/** Every module that a package exports, with the peers that may be missing for it. */
function exportedModules({ name, dir }) {
  const { exports = {}, peerDependencies = {} } = readJson(join(root, dir, "package.json"));
  return Object.keys(exports)
    .filter((path) => !path.endsWith(".json"))
    .map((path) => ({ specifier: path.replace(".", name), peers: Object.keys(peerDependencies) }));
}

function writeProject(project, modules) {
  writeFileSync(join(project, "use.mjs"), program(modules, "import"));
  writeFileSync(join(project, "use.cjs"), program(modules, "require"));
  writeFileSync(join(project, "verify.cjs"), verification);
  writeFileSync(join(project, "use.ts"), typedUse);
  writeFileSync(join(project, "use.mts"), typedUse);
  writeFileSync(join(project, "use.cts"), typedUse);
  const strict = {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    target: "es2022",
    lib: ["es2022"],
    types: ["node"],
  };
  for (const resolution of ["node16", "nodenext"]) {
    const compilerOptions = { ...strict, module: resolution, moduleResolution: resolution };
    writeJson(join(project, `tsconfig.${resolution}.json`), {
      compilerOptions,
      files: ["use.mts", "use.cts"],
    });
  }
  // The default of `module: commonjs` in TypeScript 5, which NestJS 10 and ts-jest use. It reads `main`, `types` and
  // `typesVersions`, and never `exports`.
  writeJson(join(project, "tsconfig.node10.json"), {
    compilerOptions: { ...strict, module: "commonjs", esModuleInterop: true },
    files: ["use.ts"],
  });
  const compilerOptions = { ...strict, module: "esnext", moduleResolution: "bundler" };
  writeJson(join(project, "tsconfig.bundler.json"), { compilerOptions, files: ["use.mts"] });
}

/** Loads every module, then sends an event through all of them. */
function program(modules, how) {
  return `
const modules = ${JSON.stringify(modules)};
${how === "import" ? "const load = (specifier) => import(specifier);" : "const load = async (specifier) => require(specifier);"}
main();

async function main() {
  for (const { specifier, peers } of modules) {
    try {
      await load(specifier);
    } catch (error) {
      // An optional peer that is not installed here.
      const missing = /Cannot find (?:package|module) '([^']+)'/.exec(error.message)?.[1] ?? "";
      if (!peers.some((peer) => missing === peer || missing.startsWith(peer + "/"))) throw error;
    }
  }
  const { startHarbor } = await load("@harbor/testing");
  const { createReceiver } = await load("@harbor/receiver");
  const { verifySignature } = await load("@harbor/signing");
  if (typeof createReceiver !== "function" || typeof verifySignature !== "function") throw new Error("no functions");
  const harbor = await startHarbor();
  const inbox = await harbor.receiver();
  await harbor.client.events.send({ type: "order.created", body: { order_id: "ord_123" } });
  const { json } = await inbox.next();
  await harbor.stop();
  if (json.order_id !== "ord_123") throw new Error("another event arrived");
}
`;
}

const typedUse = `
import { defineEvents, Harbor, type HarborError } from "@harbor/client";
import { createOutbox } from "@harbor/client/outbox";
import { createReceiver } from "@harbor/receiver";
import { startServer } from "@harbor/reference-server";
import { verifySignature } from "@harbor/signing";
import { startHarbor, type TestHarbor } from "@harbor/testing";

export const events = defineEvents({});
export const harbor = new Harbor({ apiKey: "hk_test_installed", events });
export const untyped = new Harbor({ apiKey: "hk_test_installed" });
export const sent: Promise<{ id: string }> = untyped.events.send({ type: "order.created", body: {} });
export const receiver = createReceiver({ secret: () => "whsec_" }).on("order.created", () => undefined);
export const code = (error: HarborError): string => error.code;
export const started: Promise<TestHarbor> = startHarbor();
export const functions = [createOutbox, startServer, verifySignature];
// @ts-expect-error: the types exist, so a mistake is found
untyped.events.send({ type: 1, body: {} });
`;

const verification = `
const { createReceiver } = require("@harbor/receiver");
const { createSigner, generateSecret, verifySignature } = require("@harbor/signing");

const secret = generateSecret();
const timestamp = Math.floor(Date.now() / 1000);
const headers = createSigner([secret]).sign({ timestamp, body: "{}", eventId: "e", eventType: "t", deliveryId: "d" });
verifySignature({ body: "{}", headers, secret });
createReceiver({ secret });
`;

function writeJson(path, value) {
  writeFileSync(path, JSON.stringify(value, null, 2));
}
