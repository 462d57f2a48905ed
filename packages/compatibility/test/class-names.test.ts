import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPackages, root } from "../../../tools/workspace.mjs";

/** The bundler renames a class that names itself in its body, and Node.js prints an error with the name of its class. */
test("no class of a package has another name in the build than in the source", () => {
  const renamed = readPackages().flatMap(({ dir }) => {
    const dist = join(root, dir, "dist");
    const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.c?js$/.test(name),
    );
    return files.flatMap((name) => {
      const code = readFileSync(join(dist, name), "utf8");
      return [...code.matchAll(/\bclass _(\w+Error)\b/g)].map(
        ([, found]) => `${dir}/dist/${name}: ${found ?? ""}`,
      );
    });
  });
  expect(renamed).toEqual([]);
});
