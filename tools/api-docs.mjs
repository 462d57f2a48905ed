// `npm run check:docs` and `npm run docs`: the reference of every published package, made by typedoc from its docstrings. A warning
// (something without a docstring, a link to nowhere, a type that is used but not exported) is a fault.
import { join } from "node:path";
import { Application, ReflectionKind } from "typedoc";
import { readJson, readPackages, root } from "./workspace.mjs";

const onlyCheck = process.argv.includes("--check");

const packages = readPackages();

/** Every subpath that a package exports, from its sources. */
const entryPoints = packages.flatMap(({ dir }) => {
  const { exports = {} } = readJson(join(root, dir, "package.json"));
  return Object.values(exports).flatMap((target) => {
    const source = target["@harbor/source"];
    return source === undefined ? [] : [join(root, dir, source)];
  });
});

const app = await Application.bootstrapWithPlugins({
  entryPoints,
  tsconfig: join(root, "tsconfig.json"),
  name: "Harbor",
  readme: "none",
  out: join(root, "docs/api"),
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
});
const project = await app.convert();
if (project === undefined) process.exit(1);
app.validate(project);
for (const exported of project.getReflectionsByKind(ReflectionKind.Function)) {
  const documented = exported.signatures?.every((signature) => signature.hasComment());
  if (documented !== true) app.logger.warn(`${exported.getFriendlyFullName()} has no docstring`);
}
if (!onlyCheck) await app.generateOutputs(project);
process.exit(app.logger.hasErrors() || app.logger.hasWarnings() ? 1 : 0);
