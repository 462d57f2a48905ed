import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The code blocks of a page, in order. */
export function readSnippets(page: URL, language: string): string[] {
  const blocks = readFileSync(page, "utf8").matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"));
  return [...blocks].map(([, code]) => code ?? "");
}

export interface CompileOptions {
  /** The folder that the snippets are treated as part of: decides which packages they see. */
  folder: URL;
  /** Declarations of what the page leaves to its reader. */
  globals?: string;
}

/**
 * Compiles snippets as modules, with the repository's own settings; nothing is written.
 *
 * @returns each fault with the snippet it is in
 */
export function errorsIn(snippets: readonly string[], { folder, globals = "" }: CompileOptions): string[] {
  const { options: configured } = ts.parseJsonConfigFileContent(readTsconfig(), ts.sys, root);
  // A page may show a value that it has no further use for.
  const options = { ...configured, noUnusedLocals: false };
  const here = fileURLToPath(folder);
  const globalsPath = join(here, "snippet-globals.d.ts");
  const files = new Map(snippets.map((code, i) => [join(here, `snippet-${i}.ts`), `${code}\nexport {};\n`]));
  const all = new Map([...files, [globalsPath, globals]]);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => all.get(path) ?? readFile.call(host, path);
  host.fileExists = (path) => all.has(path) || fileExists.call(host, path);
  const program = ts.createProgram([...all.keys()], options, host);
  return [...all.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    const faults = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return faults.map(
      ({ messageText }) =>
        `${files.get(path) ?? dirname(path)}${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
  });
}

function readTsconfig(): object {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  return { ...config, include: [] };
}
