import { join } from "node:path";
import { expect, it } from "vitest";
import { readJson, root } from "../workspace.mjs";

interface Lockfile {
  packages: Record<string, { optionalDependencies?: Record<string, string> }>;
}

it("holds the binaries of every platform, or npm ci would fail or install too little on another one", () => {
  const { packages } = readJson(join(root, "package-lock.json")) as Lockfile;
  const locked = new Set(Object.keys(packages).map((path) => path.split("node_modules/").at(-1)));
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !locked.has(name))
      .map((name) => `${name}, of ${path}`),
  );
  expect(missing).toEqual([]);
});
