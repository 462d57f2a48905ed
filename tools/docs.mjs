// `npm run docs` builds the documentation site into .cache/site/dist, `npm run docs:dev` serves it and follows changes of the pages.
// A dead link, a page that the table of contents does not list and a fault of the package reference end both; `npm run check:docs` looks
// for these only.
import { cpSync, watch } from "node:fs";
import { join, relative } from "node:path";
import { build, createServer } from "vitepress";
import { printStep } from "./command.mjs";
import { packagePages } from "./site/package-pages.mjs";
import { stage, stageDir } from "./site/stage.mjs";
import { cacheDir, root } from "./workspace.mjs";

const output = join(cacheDir, "site/dist");

async function buildSite() {
  const startedAt = performance.now();
  const places = stage(await packagePages());
  await build(stageDir);
  for (const place of places) cpSync(join(stageDir, place), join(output, place));
  printStep("ok", `${places.length} pages in ${relative(root, output)}`, startedAt);
}

async function serveSite() {
  const generated = await packagePages();
  stage(generated);
  for (const dir of ["docs", "packages", "examples"]) {
    watch(join(root, dir), { recursive: true }, (_, path) => {
      if (path?.endsWith(".md")) stage(generated);
    });
  }
  const server = await createServer(stageDir, { host: "127.0.0.1" });
  await server.listen();
  server.printUrls();
}

if (process.argv.includes("--check")) stage(await packagePages());
else await (process.argv.includes("--dev") ? serveSite() : buildSite());
