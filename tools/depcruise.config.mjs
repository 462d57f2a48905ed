// Who may import whom. Types count: an `import type` against the direction is a dependency like any other.
//
//   signing <- receiver, reference-server        client, reference-server <- testing
//   client, signing, reference-server <- cli     client, signing <- dashboard
//   in the server: domain, errors <- store <- environments, ingest, delivery, maintenance <- http <- app <- main

const server = "^reference-server/src";
/** Between the store and http/: the folders that an event passes, and what runs beside them. */
const core = `${server}/(environments|ingest|delivery|maintenance)/`;
const tests = "\\.test\\.tsx?$|/(test|bench)/";

/** The sources of a package may use their own files, libraries, and of the other packages only those named. */
function packageMayUse(dir, siblings) {
  const allowed = [dir, ...siblings].map((path) => `^${path}/`);
  return {
    name: `${dir} may use ${siblings.join(", ") || "no other package"}`,
    severity: "error",
    from: { path: `^${dir}/`, pathNot: tests },
    to: {
      path: "^(packages/[^/]+|reference-server|examples|tools|docs/site)/",
      pathNot: [...allowed, "/node_modules/", "/package\\.json$"],
    },
  };
}

function serverLayer(name, from, to) {
  return { name, severity: "error", from: { pathNot: tests, ...from }, to };
}

/** Private: the build of a package contains what it uses. */
const shared = "packages/shared";
const signing = "packages/signing";
const client = "packages/client";
const serverPackage = "reference-server";

export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "resolvable",
      comment:
        "The rules below do not see an import that does not resolve. Libraries are the type checker's business.",
      severity: "error",
      from: {},
      to: { path: "^(\\.|@harbor/)", couldNotResolve: true },
    },
    {
      name: "siblings-by-package-name",
      comment:
        "A relative path into another package works in this repository and breaks once published. Tests are not published.",
      severity: "error",
      from: { path: "^(packages/[^/]+|reference-server|examples/[^/]+)/(src|dashboard)/", pathNot: tests },
      to: { path: "^(packages/[^/]+|reference-server)/", pathNot: "^$1/", dependencyTypes: ["local"] },
    },
    { name: "sources-do-not-use-tests", severity: "error", from: { pathNot: tests }, to: { path: tests } },

    packageMayUse(`${shared}/src`, []),
    packageMayUse(`${signing}/src`, []),
    packageMayUse(`${client}/src`, [shared]),
    packageMayUse("packages/receiver/src", [signing, shared]),
    packageMayUse("packages/testing/src", [client, serverPackage]),
    packageMayUse("packages/cli/src", [client, signing, serverPackage, shared]),
    packageMayUse("reference-server/src", [signing, shared]),
    // Its pages show the rules of the server before it applies them.
    packageMayUse("reference-server/dashboard/src", [client, signing, shared, `${serverPackage}/src/domain`]),

    serverLayer(
      "domain-imports-shared-rules-and-libraries-only",
      { path: `${server}/domain/` },
      {
        path: "^(packages|reference-server)/",
        pathNot: `^node_modules/|^${shared}/src/|${server}/(domain/|errors\\.ts$)`,
      },
    ),
    serverLayer(
      "errors-import-the-domain-only",
      { path: `${server}/errors\\.ts$` },
      { pathNot: `${server}/domain/domain\\.ts$` },
    ),
    serverLayer(
      "store-and-core-below-http",
      { path: [`${server}/store/`, core] },
      { path: `${server}/(http|app|main)[./]` },
    ),
    serverLayer("store-below-core", { path: `${server}/store/` }, { path: core }),
    serverLayer(
      "environments-below-ingest-and-delivery",
      { path: `${server}/environments/` },
      { path: `${server}/(ingest|delivery|maintenance)/` },
    ),
    serverLayer(
      "core-knows-only-the-port",
      { path: core },
      { path: `${server}/store/`, pathNot: `${server}/store/store\\.ts$` },
    ),
    serverLayer(
      "core-knows-no-database-and-no-http-framework",
      { path: core },
      { path: "node_modules/(better-sqlite3|pg|postgres|fastify[^/]*|@fastify)/" },
    ),
    serverLayer("http-below-app", { path: `${server}/http/` }, { path: `${server}/(app|main)\\.ts$` }),
    serverLayer(
      "only-app-constructs-a-store",
      { path: server, pathNot: [`${server}/(store/|store-thread\\.ts$|app\\.ts$)`, tests] },
      { path: `${server}/store/(sqlite|postgres)/` },
    ),
    serverLayer("main-is-the-top", { path: server }, { path: `${server}/main\\.ts$` }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|\\.next)/|^examples/next/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@harbor/source", "types", "node", "import", "require", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json", ".node"],
    },
  },
};
