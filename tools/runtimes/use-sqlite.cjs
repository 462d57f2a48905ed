// Preloaded by the tests on another Node.js: better-sqlite3 is compiled for one version, so each has a binary of its own.
const { dlopen } = process;

process.dlopen = (module, filename, ...flags) =>
  dlopen(
    module,
    filename.endsWith("better_sqlite3.node") ? process.env.HARBOR_TEST_SQLITE_BINARY : filename,
    ...flags,
  );
