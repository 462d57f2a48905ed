import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { rowOf, toResponse, type Code } from "../src/verdict.js";

const here = dirname(fileURLToPath(import.meta.url));
const readme = readFileSync(join(here, "../README.md"), "utf8");

/** Compiles the snippets as modules of this package, with the repository's own settings. */
function errorsIn(snippets: readonly string[]): string[] {
  const root = join(here, "../../..");
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent({ ...(config as object), include: [] }, ts.sys, root);
  const files = new Map(snippets.map((snippet, i) => [join(here, `readme-${i}.ts`), snippet]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => files.get(path) ?? readFile.call(host, path);
  host.fileExists = (path) => files.has(path) || fileExists.call(host, path);
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${files.get(path)}\n${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
  });
}

describe("README.md", () => {
  const snippets = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? "");

  it("has snippets that compile", { timeout: 120_000 }, () => {
    expect(snippets.length).toBeGreaterThan(10);
    const broken = 'import { ack } from "@harbor/receiver";\nexport const text: string = ack();\n';
    expect(errorsIn([...snippets, broken])).toEqual([
      `${broken}\nType 'Outcome' is not assignable to type 'string'.`,
    ]);
  });

  it("names only subpaths that exist, and every adapter and store", () => {
    const exported = Object.keys(manifest.exports).map((path) => path.replace(".", "@harbor/receiver"));
    const named = new Set(readme.match(/@harbor\/receiver(\/[a-z\d-]+)*/g));
    const unnamed = ["@harbor/receiver/package.json"];
    for (const path of named) expect([...exported, "@harbor/receiver/transactions"]).toContain(path);
    for (const path of exported.filter((path) => !/transactions/.test(path) && !unnamed.includes(path))) {
      expect([...named]).toContain(path);
    }
  });

  it("lists every code with its status, and no other", () => {
    const rows = [...readme.matchAll(/^\| (\d{3}) +\| (`.*) \|$/gm)].flatMap(([, status, cells]) =>
      [...(cells ?? "").matchAll(/`(\w+)`/g)].map(([, code]) => [code, Number(status)]),
    );
    const expected = (Object.keys(rowOf) as Code[]).map((code) => [code, toResponse({ code }).status]);
    expect(rows.sort()).toEqual(expected.sort());
  });
});
