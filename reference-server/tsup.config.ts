import { writeFile } from "node:fs/promises";
import { build } from "vite";
import { library } from "../tools/tsup.js";
import { json as openapi30 } from "./src/generated/openapi-3.0.js";
import { json as openapi31 } from "./src/generated/openapi.js";

export default library(["src/index.ts", "src/main.ts", "src/store-thread.ts"], {
  // The program of the store's thread is found beside the module that starts it.
  shims: true,
  /** The specification for tools that take a file, `@harbor/reference-server/openapi.json`, and the dashboard. */
  async onSuccess() {
    await writeFile("dist/openapi.json", openapi31);
    await writeFile("dist/openapi-3.0.json", openapi30);
    await build({ configFile: "dashboard/vite.config.ts", logLevel: "warn" });
  },
});
