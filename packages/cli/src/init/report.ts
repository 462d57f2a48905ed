import type { Output } from "../output/output.js";
import type { NextStep } from "./next-steps.js";
import type { Plan } from "./plan.js";
import type { FileChange, FileState } from "./write-files.js";

export interface InitResult {
  plan: Plan;
  changes: readonly FileChange[];
  /** The commands that install packages. */
  commands: readonly string[];
  isDryRun: boolean;
  isInstalling: boolean;
  /** How the user calls this command. */
  harbor: string;
  next: readonly NextStep[];
}

const DONE: Record<FileState, string> = {
  create: "created",
  overwrite: "overwritten",
  change: "changed",
  unchanged: "unchanged",
  kept: "differs",
};
const LANGUAGES = { ts: "TypeScript", js: "JavaScript" };
const RUNNERS = { vitest: "vitest", jest: "jest", node: "node:test" };
const GUIDES = "https://github.com/harbor-webhooks/harbor/blob/main/docs/receive";

export function report(output: Output, result: InitResult, { hasKey }: { hasKey: boolean }): void {
  if (output.json) output.line(toJson(result));
  else if (result.isDryRun) showFiles(output, result);
  else {
    showChanges(output, result);
    showNext(output, result, hasKey);
  }
}

function showChanges(output: Output, result: InitResult): void {
  const { plan, changes, commands, isInstalling } = result;
  const { bold, dim, green } = output.colors;
  const isDone = changes.every(({ state }) => state === "unchanged") && commands.length === 0;
  output.text(bold(headline(plan)));
  output.text("");
  const width = Math.max(...changes.map(({ path }) => path.length));
  for (const { path, state, purpose } of changes) {
    const color = state === "unchanged" ? dim : green;
    output.text(`  ${color(DONE[state].padEnd(11))} ${path.padEnd(width)}  ${dim(purpose)}`);
  }
  for (const command of isInstalling ? commands : []) output.text(`  ${green("ran".padEnd(11))} ${command}`);
  if (isDone) output.text("\nNothing to do: the receiver is there already.");
  if (!isInstalling) showCommands(output, commands);
  showMounting(output, result);
}

function showFiles(output: Output, result: InitResult): void {
  const { bold, dim, yellow } = output.colors;
  output.text(`${bold(headline(result.plan))}. ${yellow("Nothing was written.")}`);
  for (const { path, content, state, purpose } of result.changes) {
    const note = state === "kept" ? "exists and differs: only with --force" : state;
    output.text(`\n${bold(path)} ${dim(`(${note}) ${purpose}`)}\n`);
    output.code(content.trimEnd().split("\n"));
  }
  showCommands(output, result.commands);
  showMounting(output, result);
}

function headline({ framework, setup }: Plan): string {
  const parts = [framework.title, LANGUAGES[setup.language], setup.packageManager, RUNNERS[setup.runner]];
  return `A receiver for ${parts.join(" · ")}`;
}

function showCommands(output: Output, commands: readonly string[]): void {
  if (commands.length === 0) return;
  output.text("\nInstall the packages:\n");
  output.code(commands.map((command) => output.colors.cyan(command)));
}

function showMounting(output: Output, { plan: { mounting } }: InitResult): void {
  if (mounting === null) return;
  output.text(`\nAdd to ${mounting.where}:\n`);
  output.code(mounting.lines.map((line) => output.colors.cyan(line)));
}

function showNext(output: Output, { next, harbor, plan }: InitResult, hasKey: boolean): void {
  const { cyan, dim } = output.colors;
  output.text("\nNext:\n");
  for (const { purpose, command } of next) {
    output.code([dim(`# ${purpose}`), cyan(command)]);
  }
  output.text("");
  if (!hasKey) {
    output.text(
      `listen needs a server and a test key: ${harbor} server starts one, ${harbor} login stores its key.`,
    );
  }
  output.text(`Guide: ${guideUrl(plan)}`);
}

const guideUrl = ({ framework }: Plan) => `${GUIDES}/${framework.page}.md`;

function toJson({ plan, changes, commands, isDryRun, isInstalling, next }: InitResult): object {
  const { framework, setup, mounting } = plan;
  return {
    framework: framework.title,
    language: setup.language,
    package_manager: setup.packageManager,
    test_runner: setup.runner,
    dry_run: isDryRun,
    files: changes.map(({ path, state, content }) => ({ path, state, ...(isDryRun && { content }) })),
    install: commands.map((command) => ({ command, ran: isInstalling })),
    mount: mounting === null ? null : { where: mounting.where, lines: mounting.lines },
    next: next.map(({ command }) => command),
    guide: guideUrl(plan),
  };
}
