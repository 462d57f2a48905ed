// `npm run jsr`: writes the packages that run outside of Node.js to .cache/jsr, each as `deno publish` takes it.
// `npm run release:jsr` publishes them from there.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheDir, readJson, root } from "../../tools/workspace.mjs";

/** Folders of packages/. The others need Node.js. */
export const JSR_PACKAGES = ["signing", "client", "receiver"];

/**
 * Writes a package for JSR: the builds of package.json's `exports` that need no Node.js, each with its types.
 *
 * @param {string} name one of `JSR_PACKAGES`
 * @returns {string} the folder
 */
export function stageForJsr(name) {
  const from = join(root, "packages", name);
  const folder = join(cacheDir, "jsr", name);
  const manifest = readJson(join(from, "package.json"));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of ["dist", "README.md", "LICENSE", "package.json"])
    cpSync(join(from, file), join(folder, file), { recursive: true });
  const entries = Object.entries(manifest.exports).flatMap(([path, target]) => {
    const { types, default: file } = (target.default ?? target).import ?? {};
    if (file === undefined) return [];
    linkTypes(join(folder, file), types);
    return [[path, file]];
  });
  nameDeclarations(join(folder, "dist"));
  const jsr = {
    name: manifest.name,
    version: manifest.version,
    license: manifest.license,
    exports: Object.fromEntries(entries),
    // Without the exclusion what git ignores would be left out, and that is all of it.
    publish: { include: ["dist/**/*.js", "dist/**/*.d.ts", "README.md", "LICENSE"], exclude: ["!**"] },
  };
  writeFileSync(join(folder, "jsr.json"), JSON.stringify(jsr, null, 2));
  return folder;
}

/** JSR finds the types of a JavaScript file by a comment in it, on the first line so that the source map holds. */
function linkTypes(file, types) {
  const beside = `./${types.split("/").at(-1)}`;
  writeFileSync(file, `/* @ts-self-types="${beside}" */ ${readFileSync(file, "utf8")}`);
}

/** Declarations that several entries share have no JavaScript beside them: Deno wants them by their own name. */
function nameDeclarations(dist) {
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((path) => path.endsWith(".d.ts"))) {
    const path = join(dist, file);
    const text = readFileSync(path, "utf8").replaceAll(
      /(from '|import '|import\(')(\.[^']+)\.js'/g,
      (all, start, target) =>
        existsSync(join(dirname(path), `${target}.js`)) ? all : `${start}${target}.d.ts'`,
    );
    writeFileSync(path, text);
  }
}

if (process.argv[1] === import.meta.filename) for (const name of JSR_PACKAGES) console.log(stageForJsr(name));
