import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** @type {import("next").NextConfig} */
export default {
  // The repository's root: the packages of this workspace are linked from there.
  turbopack: { root: join(dirname(fileURLToPath(import.meta.url)), "../..") },
};
