import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readPackages, root } from "../../tools/workspace.mjs";

/** Pages of the repository that are neither in docs/ nor the README of a package or of an example. */
const PROJECT = ["CONTRIBUTING.md", "SECURITY.md", "SUPPORT.md", "CODE_OF_CONDUCT.md"];

/** Where the site will be: `/`, or a folder such as `/harbor/`. */
export const BASE = process.env.HARBOR_DOCS_BASE ?? "/";

/** The address of a page without its ending. */
export const addressOf = (place) => place.replace(/(index)?\.md$/, "");

/** The generated pages that stand for a file or a folder: links to it lead to them. */
export const STANDS_FOR = new Map([
  ["openapi.yaml", "api/index.md"],
  [".changeset", "changelog.md"],
]);

const markdownIn = (dir) =>
  readdirSync(join(root, dir), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md") && !path.includes("node_modules"))
    .map((path) => join(dir, path));

/**
 * The pages that the repository has, each with its place on the site.
 *
 * @returns {Map<string, string>} path below the site's root by path from the repository's root
 */
export function listPages() {
  const docs = markdownIn("docs");
  const packages = readPackages().map(({ dir }) => [join(dir, "README.md"), `packages/${lastPart(dir)}.md`]);
  const examples = markdownIn("examples").filter((file) => file.endsWith("README.md"));
  return new Map([
    ["README.md", "start/overview.md"],
    ...docs.map((file) => [file, withIndex(file.slice("docs/".length))]),
    ...packages,
    ...examples.map((file) => [file, withIndex(file)]),
    ...PROJECT.map((file) => [file, `project/${file.toLowerCase().replaceAll("_", "-")}`]),
  ]);
}

/** The same with the pages that stand for a file: all that a link in the repository can lead to. */
export const listPlaces = () => new Map([...listPages(), ...STANDS_FOR]);

const lastPart = (dir) => dir.split("/").at(-1);
const withIndex = (file) => file.replace(/README\.md$/, "index.md");
