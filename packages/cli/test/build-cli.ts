import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL("..", import.meta.url));

/** Where the bundle lies: inside the package, so that its libraries are found. */
const outdir = `${folder}node_modules/.cache/harbor-cli-test`;
export const bundle = `${outdir}/main.mjs`;

/** Bundled once for all test files, as the package is: starting that takes a third of what starting the sources takes. */
export default async function buildCli(): Promise<void> {
  const packages = ["@harbor/cli", "@harbor/client", "@harbor/signing", "@harbor/reference-server"];
  await build({
    entryPoints: [`${folder}src/main.ts`],
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node20",
    format: "esm",
    conditions: ["@harbor/source"],
    external: packages.flatMap(dependenciesOf).filter((name) => !name.startsWith("@harbor/")),
  });
}

function dependenciesOf(name: string): string[] {
  const manifest = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  return Object.keys(manifest.dependencies ?? {});
}
