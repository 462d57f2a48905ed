import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { root } from "../../tools/workspace.mjs";

/**
 * The table of contents, docs/README.md: the order of the site's sidebar and of llms.txt.
 *
 * @returns {{ title: string, text: string, entries: { title: string, file: string, text: string }[] }[]} a section for each
 *   heading; `file` is a path from the root of the repository
 */
export function readContents() {
  const page = readFileSync(join(root, "docs/README.md"), "utf8");
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      title: section.slice(0, section.indexOf("\n")),
      entries: [...section.matchAll(/^- \[([^\]]+)\]\(([^)]+)\)(?:: (.*(?:\n {2}.*)*))?$/gm)].map(
        ([, title, target, text = ""]) => ({
          title: title.replaceAll("`", ""),
          file: posix.normalize(posix.join("docs", target)),
          text: text.replaceAll(/\s+/g, " "),
        }),
      ),
    }));
}
