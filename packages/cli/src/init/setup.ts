import { hasDependency, LOCK_FILES, type Project } from "./project.js";

export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";
export type Runner = "vitest" | "jest" | "node";

/** How the files of a project are written, tested and installed. */
export interface Setup {
  language: "ts" | "js";
  modules: "esm" | "cjs";
  packageManager: PackageManager;
  runner: Runner;
}

export function setupOf(project: Project): Setup {
  return {
    language: isTypeScript(project) ? "ts" : "js",
    modules: project.manifest.type === "module" ? "esm" : "cjs",
    packageManager: packageManagerOf(project),
    runner: runnerOf(project),
  };
}

/** A project with a jsconfig.json may have TypeScript only to check its JavaScript. */
function isTypeScript(project: Project): boolean {
  if (project.has("tsconfig.json")) return true;
  return hasDependency(project, "typescript") && !project.has("jsconfig.json");
}

function packageManagerOf({ manifest, lockFiles }: Project): PackageManager {
  const [, named] = /^(npm|pnpm|yarn|bun)@/.exec(manifest.packageManager ?? "") ?? [];
  if (named !== undefined) return named as PackageManager;
  const [lockFile] = lockFiles;
  return lockFile === undefined ? "npm" : LOCK_FILES[lockFile as keyof typeof LOCK_FILES];
}

function runnerOf(project: Project): Runner {
  if (hasDependency(project, "vitest")) return "vitest";
  return hasDependency(project, "jest", "ts-jest", "@jest/globals") ? "jest" : "node";
}
