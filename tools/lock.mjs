import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { cacheDir } from "./workspace.mjs";

const lockFile = join(cacheDir, "tools.lock");
const pollMs = 200;

/**
 * One install at a time: `npm start` in one terminal and `npm test` in another must not empty each other's
 * node_modules.
 */
export async function withLock(work) {
  await acquire();
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

async function acquire() {
  mkdirSync(cacheDir, { recursive: true });
  let announced = false;
  while (!tryAcquire()) {
    if (!announced && ownerIsAlive()) {
      process.stderr.write(`waiting for another install to finish (${lockFile})\n`);
      announced = true;
    }
    await delay(pollMs);
  }
}

function tryAcquire() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (!ownerIsAlive()) release();
    return false;
  }
}

/** False only where the owner is known to have died: a lock that was released in this very moment is not ours to remove. */
function ownerIsAlive() {
  try {
    process.kill(Number(readFileSync(lockFile, "utf8")), 0);
    return true;
  } catch (error) {
    return error.code !== "ESRCH";
  }
}

function release() {
  rmSync(lockFile, { force: true });
}
