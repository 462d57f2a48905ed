import { defineConfig } from "tsup";

interface LibraryOptions {
  /**
   * Dependencies that exist as ES modules only. The CommonJS build contains them, because Jest and Node.js before 20.19 cannot
   * `require` an ES module; the ESM build imports them, so that bundlers share one copy.
   */
  readonly esmOnly?: readonly string[];
  /** Gives the CommonJS build its own `import.meta.url`. */
  readonly shims?: boolean;
  /** Runs after a build, in the package's folder. */
  readonly onSuccess?: () => Promise<void>;
}

/** The build of every published package: ESM, CJS and types, from the same entries. */
export function library(
  entry: string[] | Record<string, string>,
  { esmOnly = [], shims = false, onSuccess }: LibraryOptions = {},
) {
  return defineConfig({
    entry,
    format: ["esm", "cjs"],
    dts: true,
    clean: true,
    sourcemap: true,
    target: "node20",
    splitting: true,
    treeshake: true,
    silent: true,
    shims,
    // Deno and workerd know Node.js modules by `node:` only, and vitest looks for a package named `stream`.
    removeNodeProtocol: false,
    ...(onSuccess && { onSuccess }),
    noExternal: [...esmOnly],
    // `noExternal` applies to both formats; esbuild's own list takes the ESM build out again.
    esbuildOptions(options, { format }) {
      if (format === "esm") options.external = esmOnly.flatMap((name) => [name, `${name}/*`]);
    },
  });
}
