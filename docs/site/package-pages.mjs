import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Application, ReflectionKind } from "typedoc";
import { cacheDir, readJson, readPackages, root } from "../../tools/workspace.mjs";

const out = join(cacheDir, "site/packages");
const packages = readPackages();

/** Each subpath that a package exports, by its source file. */
const subpaths = new Map(
  packages.flatMap(({ dir, name }) => {
    const { exports = {} } = readJson(join(root, dir, "package.json"));
    return Object.entries(exports).flatMap(([subpath, target]) => {
      const source = target["@harbor/source"];
      return source === undefined ? [] : [[join(root, dir, source), subpath.replace(".", name)]];
    });
  }),
);

const options = {
  plugin: ["typedoc-plugin-markdown"],
  entryPoints: [...subpaths.keys()],
  tsconfig: join(root, "tsconfig.json"),
  name: "Package reference",
  readme: "none",
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  // Types are `check:types`' business; links to sources would need a repository that the docs belong to.
  skipErrorChecking: true,
  disableSources: true,
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  packagesRequiringDocumentation: packages.map(({ name }) => name),
  // Not "Function", which to typedoc is every method of a driver that an interface describes; see below.
  requiredToBeDocumented: ["Class", "Interface", "TypeAlias", "Variable"],
  outputs: [{ name: "markdown", path: out }],
  entryFileName: "index",
  outputFileStrategy: "modules",
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  typeAliasPropertiesFormat: "table",
};

/** The client's types of the whole openapi.yaml: half a megabyte, which the pages of the API show in a readable form. */
const RAW_TYPES = ["paths", "operations", "components"];

const rawTypes = (project) =>
  (project.children ?? []).flatMap(({ children = [] }) =>
    children.filter(({ name }) => RAW_TYPES.includes(name)),
  );

/**
 * The reference of the published packages: a page for each subpath, by typedoc from the docstrings. A warning (something
 * without a docstring, a link to nowhere, a type that is used but not exported) is a fault.
 *
 * @returns {Promise<{ place: string, title: string, markdown: string }[]>}
 */
export async function packagePages() {
  const app = await Application.bootstrapWithPlugins(options);
  const entryPoints = app.getEntryPoints() ?? [];
  for (const entry of entryPoints) entry.displayName = subpaths.get(entry.sourceFile.fileName);
  const project = app.converter.convert(entryPoints);
  app.validate(project);
  for (const exported of project.getReflectionsByKind(ReflectionKind.Function)) {
    const documented = exported.signatures?.every((signature) => signature.hasComment());
    if (documented !== true) app.logger.warn(`${exported.getFriendlyFullName()} has no docstring`);
  }
  for (const reflection of rawTypes(project)) project.removeReflection(reflection);
  await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings())
    throw new Error("The package reference has faults, see above.");
  return readdirSync(out, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => ({ place: `reference/${path}`, markdown: readFileSync(join(out, path), "utf8") }));
}
