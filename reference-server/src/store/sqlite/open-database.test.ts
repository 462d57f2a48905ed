import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type BetterSqlite3 from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, sqliteMissing } from "./open-database.js";

const folder = mkdtempSync(join(tmpdir(), "harbor-no-binary-"));
const installed = createRequire(import.meta.url);
const isolated = createRequire(join(folder, "index.js"));

/** The state after an `npm install` that runs no install scripts. */
function installWithoutBinary(): void {
  for (const name of ["better-sqlite3", "bindings", "file-uri-to-path"]) {
    const source = dirname(installed.resolve(`${name}/package.json`));
    cpSync(source, join(folder, "node_modules", name), {
      recursive: true,
      filter: (path) => !/\/better-sqlite3\/(build|deps|src|prebuilds)(\/|$)/.test(path),
    });
  }
}

function failureOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("the call was expected to fail");
}

let Database: typeof BetterSqlite3;
beforeAll(() => {
  installWithoutBinary();
  Database = isolated("better-sqlite3") as typeof BetterSqlite3;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("without the binary of better-sqlite3 there is one sentence", () => {
  test("that names the command, when install scripts did not run", () => {
    const error = failureOf(() => new Database(":memory:"));
    expect(sqliteMissing(error, { versions: process.versions })).toMatchObject({
      message: expect.stringMatching(/did not run: run `npm rebuild better-sqlite3`.*approve/) as string,
      cause: error,
    });
  });

  test("that names the command, when the binary is another machine's", () => {
    const file = join(folder, "node_modules/better-sqlite3/build/Release/better_sqlite3.node");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "not a shared library of this machine");
    const error = failureOf(() => new Database(":memory:"));
    expect(sqliteMissing(error, { versions: process.versions })).toMatchObject({
      message: expect.stringMatching(/does not fit this Node\.js version.*npm rebuild/) as string,
    });
  });

  test("that names the runtime, under Bun", () => {
    const error = Object.assign(new Error("'better-sqlite3' is not yet supported in Bun."), {
      code: "ERR_DLOPEN_FAILED",
    });
    const { message = "" } = sqliteMissing(error, { versions: { ...process.versions, bun: "1.4.5" } }) ?? {};
    expect(message).toMatch(/^The Harbor server needs Node\.js 20\.19 or later.*Bun cannot load/);
  });
});

test("any other failure is left as it is", () => {
  expect(() => openDatabase("/no/such/folder/h.db", {})).toThrow("directory does not exist");
});
