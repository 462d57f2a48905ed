#!/usr/bin/env node
import { CommanderError } from "commander";
import { ownArguments } from "./arguments.js";
import { exitCodeOf } from "./exit-code-of.js";
import { EXIT_CODES } from "./exit-codes.js";
import { createProgram } from "./program.js";
import { reportError } from "./report-error.js";

// A reader that stops early, such as `harbor events list | head`, is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? 0 : 1);
  });
}

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) {
      // Commander has printed the fault already; help and version arrive here too, with 0.
      process.exitCode = error.exitCode === 0 ? 0 : EXIT_CODES.usage[0];
      return;
    }
    reportError(error, { json: ownArguments().includes("--json") });
    process.exitCode = exitCodeOf(error);
  });
