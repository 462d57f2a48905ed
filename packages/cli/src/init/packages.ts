import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "../cli-error.js";
import { withParents } from "./project.js";
import type { PackageManager } from "./setup.js";

interface Words {
  add: string;
  addDev: string;
  /** Runs a script of package.json. */
  run: string;
  /** Runs a program of an installed package. */
  exec: string;
  /** Runs a package that is not installed. */
  fetch: string;
}

const WORDS: Record<PackageManager, Words> = {
  npm: { add: "install", addDev: "install --save-dev", run: "npm run", exec: "npx", fetch: "npx" },
  pnpm: { add: "add", addDev: "add --save-dev", run: "pnpm", exec: "pnpm exec", fetch: "pnpm dlx" },
  yarn: { add: "add", addDev: "add --dev", run: "yarn", exec: "yarn", fetch: "yarn dlx" },
  bun: { add: "add", addDev: "add --dev", run: "bun run", exec: "bunx", fetch: "bunx" },
};

export const wordsOf = (manager: PackageManager): Words => WORDS[manager];

/** The commands that add the missing packages. */
export function installCommands(
  manager: PackageManager,
  { packages, devPackages }: { packages: readonly string[]; devPackages: readonly string[] },
): string[] {
  const { add, addDev } = WORDS[manager];
  return [
    ...(packages.length > 0 ? [`${manager} ${add} ${packages.join(" ")}`] : []),
    ...(devPackages.length > 0 ? [`${manager} ${addDev} ${devPackages.join(" ")}`] : []),
  ];
}

/** Runs the commands. Their output goes to stderr, so that stdout has the result alone. */
export async function install(folder: string, commands: readonly string[]): Promise<void> {
  for (const [index, command] of commands.entries()) {
    const [program = "", ...args] = command.split(" ");
    const isWindows = process.platform === "win32"; // where npm and its like are scripts
    const child = spawn(program, args, { cwd: folder, stdio: ["ignore", 2, 2], shell: isWindows });
    const fault = await Promise.race([
      once(child, "close").then(([code]: unknown[]) => (code === 0 ? null : `ended with ${String(code)}`)),
      once(child, "error").then(([error]: unknown[]) => (error as Error).message),
    ]).catch((error: unknown) => (error as Error).message);
    if (fault !== null) throw installFailed(fault, commands.slice(index));
  }
}

function installFailed(fault: string, commands: readonly string[]): CliError {
  return new CliError(`${commands[0] ?? ""}: ${fault}. The files are written; packages are missing.`, {
    code: "install_failed",
    exit: "failure",
    remedy: commands.join(" && "),
  });
}

/** How the user calls this command again: from the project, from a global installation, or without any. */
export function harborCommand(folder: string, manager: PackageManager): string {
  const isInstalled = withParents(folder).some((parent) =>
    existsSync(join(parent, "node_modules/.bin/harbor")),
  );
  if (isInstalled) return `${WORDS[manager].exec} harbor`;
  return process.env["npm_command"] === "exec" ? `${WORDS[manager].fetch} @harbor/cli` : "harbor";
}
