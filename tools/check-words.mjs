// `npm run check:words`: plain words in Markdown, YAML, Python and the scripts of .ci. ESLint checks the sources with the same list.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exitWith, runCommand } from "./command.mjs";
import { findWords } from "./words/word-list.mjs";
import { root } from "./workspace.mjs";

/** With the files that are not committed yet. */
const UNCOMMITTED = ["--cached", "--others", "--exclude-standard"];

const { stdout } = await runCommand("git", [
  "ls-files",
  "-z",
  ...UNCOMMITTED,
  "*.md",
  "*.yaml",
  "*.yml",
  "*.py",
  ".ci/*",
]);
const findings = stdout
  .split("\0")
  .filter((path) => path !== "" && existsSync(join(root, path)))
  .flatMap((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return findWords(text).map(({ index, word, advice }) => {
      const line = text.slice(0, index).split("\n").length;
      return `${path}:${line} "${word}": write ${advice}.`;
    });
  });
if (findings.length > 0) exitWith(findings.join("\n"));
