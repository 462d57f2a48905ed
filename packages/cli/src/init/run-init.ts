import { usageError } from "../cli-error.js";
import { choose, isInteractive } from "../input.js";
import { FRAMEWORK_NAMES, type FrameworkName } from "./framework-names.js";
import { FRAMEWORKS, frameworksIn } from "./frameworks.js";
import { nextSteps } from "./next-steps.js";
import { harborCommand, install, installCommands } from "./packages.js";
import { planFor } from "./plan.js";
import { openProject, type Project, workspacesOf } from "./project.js";
import type { InitResult } from "./report.js";
import { changesOf, envExample, refuseKept, writeChanges } from "./write-files.js";

export interface InitOptions {
  framework?: FrameworkName;
  dir?: string;
  force?: true;
  dryRun?: true;
  install: boolean;
  yes?: true;
}

/** Writes a receiver into the project of a folder, and installs packages. */
export async function runInit(folder: string, options: InitOptions): Promise<InitResult> {
  const project = openProject(folder);
  const framework = options.framework ?? (await chooseFramework(project, options));
  const plan = planFor(project, { framework, place: options.dir });
  const changes = [
    ...changesOf(folder, plan.files, options),
    envExample(folder, framework === "cloudflare-workers" ? ".dev.vars.example" : ".env.example"),
  ];
  const { packageManager } = plan.setup;
  const commands = installCommands(packageManager, plan);
  const isDryRun = options.dryRun === true;
  const isInstalling = options.install && !isDryRun;
  if (!isDryRun) {
    refuseKept(changes);
    writeChanges(folder, changes);
    if (isInstalling) await install(folder, commands);
  }
  const harbor = harborCommand(folder, packageManager);
  return { plan, changes, commands, isDryRun, isInstalling, harbor, next: nextSteps(project, plan, harbor) };
}

async function chooseFramework(project: Project, { yes }: InitOptions): Promise<FrameworkName> {
  const found = frameworksIn(project);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const isAsking = yes !== true && isInteractive();
  if (only !== undefined) {
    if (isAsking) return await choose("Which one receives the events?", found.map(toOption));
    throw usageError(
      `package.json has more than one framework: ${found.join(", ")}.`,
      `choose with --framework: ${found.join(" or ")}`,
    );
  }
  const workspaces = workspacesOf(project);
  if (workspaces !== null) {
    throw usageError(
      `This is the root of a workspace (${workspaces}), and no framework is in its package.json.`,
      "cd to the package that receives the events, or choose with --framework",
    );
  }
  if (!isAsking) return "node-http";
  const names = FRAMEWORK_NAMES.filter((name) => name !== "node-http");
  return await choose("package.json has no known framework. Which one do you use?", [
    toOption("node-http"),
    ...names.map(toOption),
  ]);
}

const toOption = (name: FrameworkName) => ({ value: name, label: FRAMEWORKS[name].title });
