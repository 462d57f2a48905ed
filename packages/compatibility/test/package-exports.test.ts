import { join, relative } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { readJson, readPackages, root } from "../../../tools/workspace.mjs";

type Target = string | { node?: Target; require?: { types: string } };
interface Manifest {
  readonly exports: Readonly<Record<string, Target>>;
}

/** The declarations for `require` of a subpath, by the `exports` of its package. */
function typesOf(target: Target): string | undefined {
  if (typeof target === "string") return undefined;
  return target.node === undefined ? target.require?.types : typesOf(target.node);
}

const subpaths = readPackages().flatMap(({ name, dir }) => {
  const { exports } = readJson(join(root, dir, "package.json")) as Manifest;
  return Object.entries(exports).flatMap(([path, target]) => {
    const types = typesOf(target);
    return types === undefined ? [] : [{ specifier: path.replace(".", name), types: join(dir, types) }];
  });
});

describe("every subpath has types for a TypeScript project that reads no `exports`", () => {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
  };
  const importer = join(root, "packages/receiver/test/importer.ts");

  test.each(subpaths)("$specifier", ({ specifier, types }) => {
    const { resolvedModule } = ts.resolveModuleName(specifier, importer, options, ts.sys);
    expect(resolvedModule && relative(root, resolvedModule.resolvedFileName)).toBe(types);
  });
});
