import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorsIn } from "../markdown.mjs";
import { readPackages, root } from "../../../tools/workspace.mjs";

/** Readers of an installed package have neither the repository's other folders nor its relative paths. */
const REPOSITORY = "https://github.com/harbor-webhooks/harbor/";

const packages = readPackages().map(({ dir }) => dir);
const readmes = packages.map((dir) => join(dir, "README.md"));
const sources = packages.flatMap((dir) =>
  readdirSync(join(root, dir, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .map((path) => join(dir, "src", path)),
);
const read = (path: string) => readFileSync(join(root, path), "utf8");

function faultOf(link: string): string | undefined {
  const [path = "", anchor] = link.replace(/^(blob|tree)\/main\//, "").split("#");
  if (!existsSync(join(root, path))) return `${path} is missing`;
  return !anchor || anchorsIn(read(path)).has(anchor) ? undefined : `${path} has no #${anchor}`;
}

const linksIn = (text: string) =>
  [...text.matchAll(/https:\/\/github\.com\/harbor-webhooks\/harbor\/([^\s)`"$]+)/g)].map(
    ([, link]) => link ?? "",
  );

describe("a README of a published package", () => {
  test.each(readmes)("%s links to files of the repository by absolute URLs", (path) => {
    const outside = [...read(path).matchAll(/\]\((\.\.\/[^)]*)\)/g)].map(([, link]) => link);
    expect(outside, `begin these links with ${REPOSITORY}`).toEqual([]);
  });
});

test("every link to the repository leads to a file and a heading in it", () => {
  const faults = [...readmes, ...sources].flatMap((path) =>
    linksIn(read(path)).flatMap((link) => {
      const fault = faultOf(link);
      return fault === undefined ? [] : [`${path}: ${fault}`];
    }),
  );
  expect(faults).toEqual([]);
});
