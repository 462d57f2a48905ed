import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";

const REPOSITORY = "https://github.com/harbor-webhooks/harbor/blob/main";

/**
 * The pages of docs/receive/ about one framework each, for `harbor mcp`: their code is tested, so nothing is written a second time.
 *
 * @param {string} folder of docs/receive/
 * @returns {string} the source of a module
 */
export function generateReceiverGuides(folder) {
  const pages = readdirSync(folder)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .toSorted();
  const entries = pages.map((name) => [
    name.replace(".md", ""),
    withAbsoluteLinks(readFileSync(`${folder}/${name}`, "utf8")),
  ]);
  const guides = JSON.stringify(Object.fromEntries(entries), null, 2);
  return `/** Markdown by framework. */\nexport const RECEIVER_GUIDES = ${guides} as const;\n`;
}

/** @param {string} markdown with links relative to docs/receive/ */
function withAbsoluteLinks(markdown) {
  return markdown.replace(
    /\]\((?![a-z]+:|#)([^)]+)\)/g,
    (_, path) => `](${REPOSITORY}/${posix.normalize(`docs/receive/${path}`)})`,
  );
}
