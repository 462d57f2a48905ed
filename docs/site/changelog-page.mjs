import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readPackages, root } from "../../tools/workspace.mjs";

const read = (path) => readFileSync(join(root, path), "utf8");

/** The changes since the last release, from the changesets, and those of each release from the changelogs of the packages. */
export function changelogPage() {
  const pending = readdirSync(join(root, ".changeset"))
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .map((name) => pendingChange(read(`.changeset/${name}`)));
  const released = readPackages()
    .map(({ dir }) => `${dir}/CHANGELOG.md`)
    .filter((path) => existsSync(join(root, path)))
    .map((path) => read(path).replace(/^#/gm, "##"));
  const markdown = `# Changelog

All packages share one version. [SUPPORT.md](../SUPPORT.md) says what a version step may change.

## Not released yet

${pending.join("\n")}

${released.join("\n")}`;
  return { file: "docs/changelog.md", place: "changelog.md", markdown };
}

function pendingChange(text) {
  const [, head, body] = /^---\n(.*?)---\n(.*)$/s.exec(text);
  const packages = [...head.matchAll(/"@harbor\/(.*?)"/g)].map(([, name]) => name);
  return `- ${body.trim().replaceAll("\n", "\n  ")} (${packages.join(", ")})`;
}
