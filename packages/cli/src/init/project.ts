import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { usageError } from "../cli-error.js";

/** The parts of a package.json that are read. */
export interface Manifest {
  name?: string;
  type?: string;
  main?: string;
  packageManager?: string;
  workspaces?: unknown;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** A project, as far as the command reads it. */
export interface Project {
  manifest: Manifest;
  /** The text of tsconfig.json; empty without one. */
  tsconfig: string;
  /** The names of lock files in the nearest folder, this one or above, that has any. */
  lockFiles: readonly string[];
  /** Whether a path of the project exists. */
  has(path: string): boolean;
}

export const LOCK_FILES = {
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "bun.lockb": "bun",
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
} as const;

export function openProject(folder: string): Project {
  const has = (path: string) => existsSync(join(folder, path));
  if (!has("package.json")) throw noManifest(folder);
  return {
    manifest: readManifest(join(folder, "package.json")),
    tsconfig: has("tsconfig.json") ? readFileSync(join(folder, "tsconfig.json"), "utf8") : "",
    lockFiles: nearestLockFiles(folder),
    has,
  };
}

/** This folder and those above it. */
export function withParents(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...withParents(parent)];
}

export function hasDependency({ manifest }: Project, ...names: readonly string[]): boolean {
  const all = { ...manifest.dependencies, ...manifest.devDependencies };
  return names.some((name) => name in all);
}

/** The folder of a workspace's packages, such as `packages/*`; null if the project is not the root of a workspace. */
export function workspacesOf({ manifest: { workspaces }, has }: Project): string | null {
  if (Array.isArray(workspaces)) return workspaces.join(", ");
  return workspaces !== undefined || has("pnpm-workspace.yaml") ? "its packages" : null;
}

function readManifest(path: string): Manifest {
  try {
    return JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, "")) as Manifest;
  } catch (error) {
    throw usageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

function noManifest(folder: string): Error {
  const above = withParents(folder).find((parent) => existsSync(join(parent, "package.json")));
  return usageError(
    `There is no package.json in ${folder}.`,
    above === undefined
      ? "run it in the folder of your application, or create one with npm init -y"
      : `cd ${relative(folder, above)}, where the next package.json is`,
  );
}

function nearestLockFiles(folder: string): string[] {
  const found = withParents(folder).map((parent) =>
    Object.keys(LOCK_FILES).filter((name) => existsSync(join(parent, name))),
  );
  return found.find((names) => names.length > 0) ?? [];
}
