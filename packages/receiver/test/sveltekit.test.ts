import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { webAdapter } from "../src/adapters/web.js";
import type { DeliveryHandler } from "../src/index.js";
import { adapterSuite } from "./adapter-suite.js";
import { listen, type Served } from "./support.js";

const app = fileURLToPath(new URL("sveltekit/", import.meta.url));
const vite = join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin/vite.js");

interface Build {
  handler: (request: unknown, response: unknown) => void;
}

/** Builds the application for Node.js and serves it; its one route hands requests to `harbor`. */
async function serve(harbor: (request: Request) => Promise<Response>): Promise<Served> {
  await promisify(execFile)(process.execPath, [vite, "build"], {
    cwd: app,
    env: { ...process.env, NODE_ENV: "production" },
  });
  Object.assign(globalThis, { harbor });
  const { handler } = (await import(pathToFileURL(join(app, "dist/app/handler.js")).href)) as Build;
  return listen(handler);
}

adapterSuite("web Request/Response in SvelteKit", {
  serve: (receiver: DeliveryHandler) => serve(webAdapter(receiver)),
  // With 403, as what a form on another site could post.
  refusedByFramework: ["text/plain", "application/x-www-form-urlencoded"],
});
