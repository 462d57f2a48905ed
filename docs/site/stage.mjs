import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { cacheDir, root } from "../../tools/workspace.mjs";
import { apiPages } from "./api-pages.mjs";
import { changelogPage } from "./changelog-page.mjs";
import { readContents } from "./contents.mjs";
import { homePage } from "./home.mjs";
import { imagePlace, rewriteLinks } from "./links.mjs";
import { llmsText } from "./llms.mjs";
import { titleOf } from "./markdown.mjs";
import { listPages, listPlaces, STANDS_FOR } from "./pages.mjs";

/** Where the pages are collected for VitePress. */
export const stageDir = join(cacheDir, "site/pages");

/**
 * Everything that the site is built from.
 *
 * @returns {{ pages: { file: string, place: string, title: string, markdown: string }[], images: string[], faults: string[] }}
 *   pages with their links rewritten; `faults` are dead links, and pages that the table of contents does not name
 */
export function collectPages() {
  const own = [...listPages()].map(([file, place]) => ({
    file,
    place,
    markdown: readFileSync(join(root, file), "utf8"),
  }));
  const sources = [...own, ...apiPages(), changelogPage()];
  const byFile = new Map(sources.map((page) => [page.file, page]));
  for (const [file, place] of STANDS_FOR) byFile.set(file, byFile.get(`docs/${place}`));
  const results = sources.map((page) => ({ page, ...rewriteLinks(page, byFile) }));
  return {
    pages: results.map(({ page, markdown }) => ({ ...page, title: titleOf(markdown), markdown })),
    images: [...new Set(results.flatMap(({ images }) => images))],
    faults: [...results.flatMap(({ faults }) => faults), ...unlisted(own)],
  };
}

function unlisted(pages) {
  const listed = new Set(readContents().flatMap(({ entries }) => entries.map(({ file }) => file)));
  const files = pages.filter(({ file }) => file !== "docs/README.md" && !listed.has(file));
  return files.map(({ file }) => `${file}: docs/README.md does not list this page`);
}

/**
 * Writes the pages for VitePress; throws with the faults, if there are any.
 *
 * @param {{ place: string, markdown: string }[]} generated pages that are not in the repository
 * @returns {{ place: string, markdown: string }[]} all pages
 */
export function stage(generated) {
  const { pages, images, faults } = collectPages();
  if (faults.length > 0) throw new Error(faults.join("\n"));
  for (const { place, markdown } of generated) write(place, markdown);
  const places = listPlaces();
  for (const page of pages) write(page.place, page.place === "index.md" ? homePage(places) : page.markdown);
  for (const image of images)
    cpSync(join(root, image), join(stageDir, imagePlace(image)), { recursive: true });
  for (const path of ["config.mjs", "theme/index.mjs"]) {
    const target = relative(join(stageDir, ".vitepress", dirname(path)), join(root, "docs/site", path));
    write(join(".vitepress", path), `export { default } from "${target}";\n`);
  }
  write("public/llms.txt", llmsText(places));
  write("public/favicon.svg", readFileSync(join(root, "reference-server/dashboard/public/favicon.svg")));
  return [...pages, ...generated];
}

function write(place, content) {
  const path = join(stageDir, place);
  if (existsSync(path) && readFileSync(path).equals(Buffer.from(content))) return; // VitePress would reload the page
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
