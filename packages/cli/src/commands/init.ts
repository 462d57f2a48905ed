import { type Command, Option } from "commander";
import { FRAMEWORK_NAMES } from "../init/framework-names.js";
import type { InitOptions } from "../init/run-init.js";
import { run } from "../run.js";

const EXAMPLES = `
Examples:
  $ harbor init
  $ harbor init --framework fastify --dir src/hooks
  $ harbor init --dry-run
`;

export function registerInit(program: Command): void {
  program
    .command("init")
    .summary("write a receiver and its test into the project in this folder")
    .description(
      "Writes a receiver for the framework of the project in this folder, with a test, and installs the packages that it needs. It reads package.json to find framework, language, package manager and test runner. It changes no source file: where the receiver has to be mounted, it prints the lines.",
    )
    .addOption(
      new Option("--framework <name>", "instead of the one found in package.json").choices(FRAMEWORK_NAMES),
    )
    .option("--dir <path>", "a folder or a file for the receiver (default: src/webhooks, or webhooks)")
    .option("--force", "overwrite files that exist and differ")
    .option("--dry-run", "print the files and commands; write and install nothing")
    .option("--no-install", "do not install packages; print the command")
    .option("-y, --yes", "ask nothing")
    .addHelpText("after", EXAMPLES)
    .action(
      run<InitOptions>(async ({ options, output, connect }) => {
        // The guides are only for this command, and every other one would start later.
        const [{ runInit }, { report }] = await Promise.all([
          import("../init/run-init.js"),
          import("../init/report.js"),
        ]);
        report(output, await runInit(process.cwd(), options), { hasKey: isKeyStored(connect) });
      }),
    );
}

function isKeyStored(connect: () => unknown): boolean {
  try {
    connect();
    return true;
  } catch {
    return false;
  }
}
