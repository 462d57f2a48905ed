import { createRequire } from "node:module";
import type Database from "better-sqlite3";
import { errnoOf } from "@harbor/shared/connection-errors";

type Driver = typeof Database;

const require = createRequire(import.meta.url);
/** The first Node.js that better-sqlite3 13 runs on. */
const NEWER_DRIVER_NODE = 22;

/**
 * Version 12 aborts the process on Node.js 24.19 and later, at any garbage collection
 * (https://github.com/nodejs/node/issues/65446). Version 13 uses Node-API, needs no compiler, and crashes on Node.js 20.
 * As an optional dependency it is installed where it runs.
 */
function loadDriver(): Driver {
  const { node, bun } = process.versions;
  if (bun === undefined && Number.parseInt(node, 10) >= NEWER_DRIVER_NODE) {
    try {
      return require("better-sqlite3-13") as Driver;
    } catch (error) {
      if (errnoOf(error) !== "MODULE_NOT_FOUND") throw error;
    }
  }
  return require("better-sqlite3") as Driver;
}

/** The binary of better-sqlite3 cannot be loaded. The message names the runtime or the command that it takes. */
export class SqliteMissingError extends Error {
  override readonly name = "SqliteMissingError";
}

/** Opens a SQLite file. */
export function openDatabase(file: string, options: Database.Options): Database.Database {
  try {
    return new (loadDriver())(file, options);
  } catch (error) {
    throw sqliteMissing(error) ?? error;
  }
}

/** The error for a failed load of the binary; undefined for any other failure. */
export function sqliteMissing(
  cause: unknown,
  { versions }: Pick<NodeJS.Process, "versions"> = process,
): SqliteMissingError | undefined {
  if (!(cause instanceof Error)) return undefined;
  const isMissing =
    cause.message.startsWith("Could not locate the bindings file") ||
    (errnoOf(cause) === "MODULE_NOT_FOUND" && cause.message.includes("better_sqlite3.node"));
  if (!isMissing && errnoOf(cause) !== "ERR_DLOPEN_FAILED") return undefined;
  return new SqliteMissingError(versions["bun"] === undefined ? rebuildMessage(isMissing) : BUN_MESSAGE, {
    cause,
  });
}

const BUN_MESSAGE =
  "The Harbor server needs Node.js 20.19 or later: it uses better-sqlite3, which Bun cannot load. Run it, and the tests that " +
  "call startHarbor(), with Node.js (vitest, node --test); with Bun, use @harbor/testing/msw.";

function rebuildMessage(isMissing: boolean): string {
  const fault = isMissing
    ? "better-sqlite3 is installed without its binary, because its install script did not run"
    : "The binary of better-sqlite3 does not fit this Node.js version or machine";
  return `${fault}: run \`npm rebuild better-sqlite3\` (with npm 12 or later, first \`npm install-scripts approve better-sqlite3\`).`;
}
