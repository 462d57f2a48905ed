/** The types in the templates and in the pages of docs/receive/, which are TypeScript. */
const TYPES = [
  ": { HARBOR_SIGNING_SECRET: string }",
  ": { request: Request }",
  ": string | undefined",
  ": Promise<number>",
  ": TestRequest",
  ": Request",
  "?: WebContext",
  " as AddressInfo",
  ", type TestRequest",
  ", type WebContext",
];

export function withoutTypes(source: string): string {
  const code = source.replaceAll(/^import type .*\n/gm, "");
  return TYPES.reduce((rest, type) => rest.replaceAll(type, ""), code);
}

/** Changes ES modules to CommonJS. */
export function toCommonJs(source: string): string {
  const names = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
  const code = source
    .replaceAll(/^import (.+) from (".+");$/gm, "const $1 = require($2);")
    .replaceAll(/^export (const|function)/gm, "$1");
  return names.length === 0 ? code : `${code}\nmodule.exports = { ${names.join(", ")} };\n`;
}

/** The packages that a module imports, Node.js's own left out. */
export function packagesOf(source: string): string[] {
  const specifiers = [...source.matchAll(/^(?:import|const) .+(?:from |require\()"([^"]+)"/gm)];
  return specifiers
    .map(([, specifier = ""]) => specifier)
    .filter((specifier) => !/^(\.|node:)/.test(specifier))
    .map((specifier) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/"));
}
