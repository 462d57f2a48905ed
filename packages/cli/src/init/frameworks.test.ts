import { describe, expect, test } from "vitest";
import { frameworksIn } from "./frameworks.js";
import type { Manifest, Project } from "./project.js";
import { setupOf } from "./setup.js";

interface Facts {
  dependencies?: string;
  devDependencies?: string;
  files?: string;
  lockFiles?: string;
  manifest?: Manifest;
}

const words = (text = "") => text.split(" ").filter((word) => word !== "");
const versions = (names?: string) => Object.fromEntries(words(names).map((name) => [name, "1.0.0"]));

function project({ dependencies, devDependencies, files, lockFiles, manifest }: Facts): Project {
  return {
    manifest: {
      dependencies: versions(dependencies),
      devDependencies: versions(devDependencies),
      ...manifest,
    },
    tsconfig: "",
    lockFiles: words(lockFiles),
    has: (path) => words(files).includes(path),
  };
}

describe("the framework", () => {
  test.each<[Facts, string]>([
    [{}, ""],
    [{ dependencies: "express zod" }, "express"],
    [{ devDependencies: "express" }, ""],
    [{ dependencies: "fastify" }, "fastify"],
    [{ dependencies: "koa" }, "koa"],
    [{ dependencies: "hono" }, "hono"],
    [{ dependencies: "hono", devDependencies: "wrangler" }, "cloudflare-workers"],
    [{ dependencies: "next react" }, "nextjs"],
    [{ dependencies: "next", files: "app pages" }, "nextjs"],
    [{ dependencies: "next", files: "src src/app pages" }, "nextjs"],
    [{ dependencies: "next", files: "pages" }, "nextjs-pages"],
    [{ dependencies: "next", files: "src src/pages" }, "nextjs-pages"],
    [{ dependencies: "next express" }, "express nextjs"],
    [{ dependencies: "@nestjs/core express" }, "nestjs"],
    [{ dependencies: "@nestjs/core fastify" }, "nestjs"],
    [{ devDependencies: "@sveltejs/kit" }, "sveltekit"],
    [{ devDependencies: "@sveltejs/kit wrangler" }, "sveltekit"],
    [{ dependencies: "react-router" }, ""],
    [{ dependencies: "react-router express", devDependencies: "@react-router/dev" }, "react-router"],
    [{ devDependencies: "@remix-run/dev" }, "react-router"],
    [{ dependencies: "astro" }, "astro"],
    [{ devDependencies: "@types/aws-lambda" }, "lambda"],
    [{ files: "serverless.yml" }, "lambda"],
    [{ dependencies: "express", files: "serverless.yml" }, "express"],
    [{ files: "wrangler.jsonc" }, "cloudflare-workers"],
    [{ dependencies: "express fastify" }, "express fastify"],
  ])("%j: %s", (facts, expected) => {
    expect(frameworksIn(project(facts))).toEqual(words(expected));
  });
});

describe("language, modules, package manager and test runner", () => {
  test.each<[Facts, string]>([
    [{}, "js cjs npm node"],
    [{ manifest: { type: "module" } }, "js esm npm node"],
    [{ files: "tsconfig.json" }, "ts cjs npm node"],
    [{ devDependencies: "typescript" }, "ts cjs npm node"],
    [{ devDependencies: "typescript", files: "jsconfig.json" }, "js cjs npm node"],
    [{ lockFiles: "package-lock.json" }, "js cjs npm node"],
    [{ lockFiles: "pnpm-lock.yaml" }, "js cjs pnpm node"],
    [{ lockFiles: "yarn.lock" }, "js cjs yarn node"],
    [{ lockFiles: "bun.lock" }, "js cjs bun node"],
    [{ lockFiles: "bun.lockb" }, "js cjs bun node"],
    [{ lockFiles: "package-lock.json", manifest: { packageManager: "pnpm@9.1.0" } }, "js cjs pnpm node"],
    [{ devDependencies: "vitest" }, "js cjs npm vitest"],
    [{ devDependencies: "jest" }, "js cjs npm jest"],
    [{ devDependencies: "jest vitest" }, "js cjs npm vitest"],
  ])("%j: %s", (facts, expected) => {
    const { language, modules, packageManager, runner } = setupOf(project(facts));
    expect([language, modules, packageManager, runner]).toEqual(words(expected));
  });
});
