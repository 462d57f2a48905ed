// Runs before anything is installed: Node.js built-ins only, here and in what it imports.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exitWith, printStep, runNpm } from "./command.mjs";
import { withLock } from "./lock.mjs";
import { readJson, root } from "./workspace.mjs";

const lockfilePath = join(root, "package-lock.json");
const installedLockfilePath = join(root, "node_modules/.package-lock.json");
const stampPath = join(root, "node_modules/.harbor-install.json");

/** Installs with `npm ci` unless node_modules already holds what the lockfile names, built for this Node.js. */
export async function ensureInstalled() {
  refuseOldNode();
  if (isInstalled()) return;
  await withLock(async () => {
    if (!isInstalled()) await install();
  });
}

/** npm only warns, and what comes after would fail in a less obvious way. */
function refuseOldNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  exitWith(`Harbor needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
}

function isInstalled() {
  if (!existsSync(installedLockfilePath)) return false;
  const expected = currentStamp();
  const stamp = existsSync(stampPath) ? readJson(stampPath) : undefined;
  if (stamp !== undefined && stamp.runtime !== expected.runtime) return false;
  if (stamp?.lockfile === expected.lockfile) return true;
  if (!satisfies(readJson(installedLockfilePath), readJson(lockfilePath))) return false;
  writeStamp();
  return true;
}

/**
 * Whether an installed tree is the one that the lockfile describes, so that a manual `npm install` is not repeated.
 * npm leaves out the packages of other platforms: optional packages may be missing.
 */
export function satisfies(installed, lockfile) {
  return Object.entries(lockfile.packages).every(([path, wanted]) => {
    if (!path.includes("node_modules/") || wanted.link) return true;
    const found = installed.packages[path];
    if (found === undefined) return wanted.optional === true || wanted.devOptional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

async function install() {
  const startedAt = performance.now();
  process.stderr.write(
    "installing dependencies with npm ci (some minutes where better-sqlite3 has to be compiled)\n",
  );
  // JOBS: node-gyp compiles on every core.
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  const { ok, output } = await runNpm(args, { env: { JOBS: "max" } });
  if (!ok) exitWith(`npm ci failed:\n\n${output}`);
  writeStamp();
  printStep("ok", "install", startedAt);
}

function writeStamp() {
  writeFileSync(stampPath, JSON.stringify(currentStamp()));
}

/** Native add-ons are bound to the major version of Node.js, the platform and the architecture. */
function currentStamp() {
  return {
    runtime: `${process.platform}-${process.arch}-node${process.versions.node.split(".")[0]}`,
    lockfile: createHash("sha256").update(readFileSync(lockfilePath)).digest("hex"),
  };
}
