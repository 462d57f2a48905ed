import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;
}

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as Manifest;
const pair = (build: string, entry: string) => ({
  import: { types: `./dist/${build}/${entry}.d.ts`, default: `./dist/${build}/${entry}.js` },
  require: { types: `./dist/${build}/${entry}.d.cts`, default: `./dist/${build}/${entry}.cjs` },
});

// The order decides: Node also matches `import`, workerd and bundlers for browsers may also match `node`.
test.each([
  [".", "index"],
  ["./verify", "verify"],
  ["./diagnose", "diagnose"],
  ["./standard", "standard"],
  ["./ed25519", "ed25519"],
])("%s picks the build by runtime", (path, entry) => {
  const conditions = Object.entries(manifest.exports[path]!);
  const portable = pair("portable", entry);
  const node = pair("node", entry);
  expect(conditions).toEqual([
    ["@harbor/source", `./src/node/${entry}.ts`],
    ["workerd", portable],
    ["browser", portable],
    ["node", node],
    ["deno", node],
    ["bun", node],
    ["import", portable.import],
    ["require", portable.require],
  ]);
});
