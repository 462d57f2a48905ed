import { join, relative } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { readJson, readPackages, root } from "../../../tools/workspace.mjs";

/** A project that has not raised its `lib` since ES2020: it has no `ErrorOptions`, which came with ES2022. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2020,
  lib: ["lib.es2020.d.ts", "lib.dom.d.ts"],
  types: ["node"],
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  strict: true,
  noEmit: true,
  skipLibCheck: false,
};

/** The faults of these files that the compiler reports; those of other packages are not ours. */
function faultsIn(files: readonly string[], text = new Map<string, string>()): string[] {
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => text.get(path) ?? readFile.call(host, path);
  host.fileExists = (path) => text.has(path) || fileExists.call(host, path);
  const program = ts.createProgram([...files], options, host);
  return program
    .getSourceFiles()
    .filter(({ fileName }) => text.has(fileName) || OWN_DECLARATIONS.test(relative(root, fileName)))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ file, messageText }) => {
      const place = relative(root, file?.fileName ?? "");
      return `${place}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
}

const OWN_DECLARATIONS = /^(packages\/[^/]+|reference-server)\/dist\//;

/** The declarations of every subpath of the libraries. */
const declarations = readPackages()
  .filter(({ name }) => name !== "@harbor/cli")
  .flatMap(({ dir }) => {
    const { exports } = readJson(join(root, dir, "package.json")) as { exports: unknown };
    const paths = JSON.stringify(exports).match(/\.\/dist\/[^"]+\.d\.c?ts/g) ?? [];
    return [...new Set(paths)].map((path) => join(root, dir, path));
  });

// The first program of a process reads the whole library.
test("the declarations of all packages compile with the lib of ES2020", { timeout: 60_000 }, () => {
  expect(declarations.length).toBeGreaterThan(30);
  expect(faultsIn(declarations)).toEqual([]);
});

test("a declaration that needs a newer lib would be found", { timeout: 60_000 }, () => {
  const path = join(root, "packages/compatibility/test/needs-es2022.d.ts");
  const text =
    "export declare class Fault extends Error { constructor(message: string, options?: ErrorOptions); }";
  const faults = faultsIn([path], new Map([[path, text]]));
  expect(faults).toEqual([expect.stringContaining("Cannot find name 'ErrorOptions'")]);
});
