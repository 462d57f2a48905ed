import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FrameworkName } from "../src/init/framework-names.js";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Below the root, where projects find the packages. */
export const folderOf = (name: string): string => join(root, ".cache/init", name);

export interface ProjectOptions {
  type?: "module" | "commonjs";
  dependencies?: readonly string[];
  devDependencies?: readonly string[];
  scripts?: Record<string, string>;
  /** Content by path. */
  files?: Record<string, string>;
}

/** The dependencies of an application of each framework. */
export const PACKAGES: Record<FrameworkName, readonly string[]> = {
  express: ["express"],
  fastify: ["fastify"],
  hono: ["hono"],
  nextjs: ["next"],
  "nextjs-pages": ["next"],
  nestjs: ["@nestjs/core", "@nestjs/common", "@nestjs/platform-express", "express"],
  koa: ["koa"],
  sveltekit: ["@sveltejs/kit"],
  "react-router": ["@react-router/dev", "@react-router/express", "express"],
  astro: ["astro"],
  lambda: ["@types/aws-lambda"],
  "cloudflare-workers": ["wrangler"],
  "node-http": [],
};

/** The packages of all receivers and tests, so that nothing is left to install. */
const INSTALLED = ["@harbor/receiver", "zod", "@types/node", "@types/express", "@types/koa", "tsx"];

/** Creates a project with everything installed. Returns its folder. */
export function createProject(name: string, options: ProjectOptions = {}): string {
  const { type = "module", dependencies = [], devDependencies = [], scripts = { dev: "true" } } = options;
  const versions = (names: readonly string[]) => Object.fromEntries(names.map((each) => [each, "*"]));
  const manifest = {
    name: "shop",
    type,
    scripts,
    dependencies: versions([...INSTALLED, ...dependencies]),
    devDependencies: versions(devDependencies),
  };
  const project = folderOf(name);
  writeFiles(project, { "package.json": JSON.stringify(manifest), ...options.files });
  return project;
}

export function writeFiles(project: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), content);
  }
}

/** Next.js is in the folder of the example alone. */
export function linkNext(project: string): void {
  mkdirSync(join(project, "node_modules"), { recursive: true });
  symlinkSync(join(root, "examples/next/node_modules/next"), join(project, "node_modules/next"));
}
