import { type BuildOptions } from "esbuild";

/** Options for a bundle of the current sources. Harbor's own packages go in from theirs; everything installed stays where it is. */
export const FROM_SOURCES = {
  bundle: true,
  platform: "node",
  format: "esm",
  conditions: ["@harbor/source"],
  plugins: [
    {
      name: "installed packages stay outside",
      setup(plugin) {
        plugin.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === "entry-point" || path.startsWith("@harbor/") ? undefined : { path, external: true },
        );
      },
    },
  ],
} satisfies BuildOptions;
