import { cpSync, existsSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import { nextSuite } from "./next-suite.js";
import { fetchHint, optionalFolder } from "./optional/folder.js";

const example = fileURLToPath(new URL("../../../examples/next", import.meta.url));
const app = join(optionalFolder, "next-15");

/** A copy of the example, where another Next.js lies above it. */
function copyExample(): void {
  const isSource = (path: string): boolean =>
    !["node_modules", ".next", "next-env.d.ts"].includes(basename(path));
  cpSync(example, app, { recursive: true, filter: isSource });
}

if (existsSync(join(optionalFolder, "node_modules", "next"))) {
  copyExample();
  nextSuite("Next.js 15", app);
} else {
  test("Next.js 15", (context) => context.skip(`no Next.js 15: ${fetchHint}`));
}
