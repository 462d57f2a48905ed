import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exitWith, printStep, runNode } from "./command.mjs";
import { withLock } from "./lock.mjs";
import { createPool } from "./pool.mjs";
import { binPath, cacheDir, readPackages, root } from "./workspace.mjs";

const stampDir = join(cacheDir, "build");
const sharedInputs = ["package-lock.json", "tsconfig.json", "tools/tsup.ts", "openapi.yaml"];
const notInputs = /^(node_modules|dist|test|bench|\..*)$|\.test\.tsx?$|\.md$/;

/**
 * Builds the packages whose dist/ is missing or older than its sources, and those that depend on them.
 *
 * @param {{ force?: boolean }} [options] `force` builds all of them
 */
export async function ensureBuilt({ force = false } = {}) {
  const findWork = () => packagesWithHash().filter((entry) => force || isStale(entry));
  if (findWork().length === 0) return;
  await withLock(() => buildAll(findWork()));
}

function isStale({ name, dir, hash }) {
  return !existsSync(join(root, dir, "dist")) || readStamp(name) !== hash;
}

/** Each package waits for those it depends on; otherwise as many at once as there are cores. */
async function buildAll(packages) {
  const pool = createPool();
  const started = new Map();
  const start = (name) => {
    const target = packages.find((candidate) => candidate.name === name);
    if (target === undefined) return Promise.resolve();
    if (!started.has(name)) {
      started.set(
        name,
        Promise.all(target.dependencies.map(start)).then(() => pool(() => buildPackage(target))),
      );
    }
    return started.get(name);
  };
  await Promise.all(packages.map(({ name }) => start(name)));
}

async function buildPackage({ name, dir, hash }) {
  const startedAt = performance.now();
  rmSync(stampPath(name), { force: true });
  const { ok, output } = await runNode([binPath("tsup")], { cwd: join(root, dir) });
  printStep(ok ? "ok" : "failed", `build ${name}`, startedAt);
  if (!ok) exitWith(`The build of ${name} failed:\n\n${output}`);
  mkdirSync(stampDir, { recursive: true });
  writeFileSync(stampPath(name), hash);
}

/** Every package with the hash of all that goes into its dist/, its dependencies' sources included. */
function packagesWithHash() {
  const packages = readPackages();
  const shared = hashFiles(sharedInputs.map((path) => join(root, path)).filter((path) => existsSync(path)));
  const hashOf = ({ dir, dependencies }) => {
    const below = packages.filter(({ name }) => dependencies.includes(name)).map(hashOf);
    const parts = [shared, hashFiles(listInputs(join(root, dir))), ...below];
    return createHash("sha256").update(parts.join("\n")).digest("hex");
  };
  return packages.map((entry) => ({ ...entry, hash: hashOf(entry) }));
}

function listInputs(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (notInputs.test(entry.name)) return [];
    return entry.isDirectory() ? listInputs(join(dir, entry.name)) : [join(dir, entry.name)];
  });
}

function hashFiles(paths) {
  const hash = createHash("sha256");
  for (const path of paths.sort()) {
    hash.update(path.slice(root.length)).update("\0").update(readFileSync(path));
  }
  return hash.digest("hex");
}

const stampPath = (name) => join(stampDir, name.replace("/", "+"));

function readStamp(name) {
  return existsSync(stampPath(name)) ? readFileSync(stampPath(name), "utf8") : undefined;
}
