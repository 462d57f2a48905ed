import { describe, expect, it } from "vitest";
import { satisfies } from "../ensure-installed.mjs";

const wanted = {
  "": { name: "harbor" },
  "packages/client": { version: "0.1.0" },
  "node_modules/@harbor/client": { link: true },
  "node_modules/zod": { version: "4.0.0", integrity: "sha512-a" },
  "node_modules/vitest": { version: "4.0.0", integrity: "sha512-b", dev: true },
  "node_modules/@esbuild/aix-ppc64": { version: "1.0.0", integrity: "sha512-c", optional: true },
};

function installed(changes: Record<string, unknown> = {}) {
  const everything = { ...wanted, "node_modules/@esbuild/aix-ppc64": undefined, ...changes };
  return {
    packages: Object.fromEntries(Object.entries(everything).filter(([, value]) => value !== undefined)),
  };
}

describe("satisfies", () => {
  it("takes a tree that lacks only what other platforms need", () => {
    expect(satisfies(installed(), { packages: wanted })).toBe(true);
  });

  it.each([
    ["a development dependency is missing", { "node_modules/vitest": undefined }],
    ["a version differs", { "node_modules/zod": { version: "4.0.1", integrity: "sha512-a" } }],
    ["the content differs", { "node_modules/zod": { version: "4.0.0", integrity: "sha512-z" } }],
  ])("refuses a tree in which %s", (_, changes) => {
    expect(satisfies(installed(changes), { packages: wanted })).toBe(false);
  });
});
