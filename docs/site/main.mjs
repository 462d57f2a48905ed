// `npm run docs` builds the documentation site into .cache/site/dist, `npm run docs:dev` serves it and follows changes of the pages.
// A dead link, a page that the table of contents does not list and a fault of the package reference end both; `npm run check:docs` looks
// for these only.
import { rmSync, watch, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build, createServer } from "vitepress";
import { exitWith, printStep } from "../../tools/command.mjs";
import { inspectSite } from "./inspect.mjs";
import { packagePages } from "./package-pages.mjs";
import { stage, stageDir } from "./stage.mjs";
import { cacheDir, root } from "../../tools/workspace.mjs";

const output = join(cacheDir, "site/dist");

async function buildSite() {
  const startedAt = performance.now();
  const pages = stage(await packagePages());
  await build(stageDir);
  for (const { place, markdown } of pages) writeFileSync(join(output, place), markdown);
  printStep("ok", `${pages.length} pages in ${relative(root, output)}`, startedAt);
}

/** `--inspect`: looks at the built pages in Chromium, where the machine has one. */
async function inspect() {
  const startedAt = performance.now();
  const faults = await inspectSite(output);
  if (faults === undefined) return printStep("skip", "inspection: no Chromium", startedAt);
  if (faults.length > 0) exitWith(faults.join("\n"));
  printStep("ok", "inspection in Chromium", startedAt);
}

async function serveSite() {
  const generated = await packagePages();
  stage(generated);
  for (const dir of ["docs", "packages", "examples"]) {
    watch(join(root, dir), { recursive: true, persistent: false }, (_, path) => {
      if (path?.endsWith(".md")) stageAgain(generated);
    });
  }
  const server = await createServer(stageDir, { host: "127.0.0.1" });
  await server.listen();
  server.printUrls();
}

function stageAgain(generated) {
  try {
    stage(generated);
  } catch (error) {
    console.error(error.message); // half a link is normal while someone types it
  }
}

async function run(mode) {
  rmSync(stageDir, { recursive: true, force: true });
  if (mode === "--check") stage(await packagePages());
  else if (mode === "--dev") await serveSite();
  else await buildSite();
  if (mode === "--inspect") await inspect();
}

await run(process.argv[2]).catch((error) => exitWith(error.message));
