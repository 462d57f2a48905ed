#!/usr/bin/env node
import { CommanderError } from "commander";
import { exitCodeOf } from "./exit-code-of.js";
import { EXIT_CODES } from "./exit-codes.js";
import { createProgram } from "./program.js";
import { reportError } from "./report-error.js";

// Whoever reads has seen enough (`harbor events list | head`): that is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? 0 : 1);
  });
}

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) {
      // It has said what is wrong itself; help and version come this way too, with 0.
      process.exitCode = error.exitCode === 0 ? 0 : EXIT_CODES.usage[0];
      return;
    }
    reportError(error, { json: process.argv.includes("--json") });
    process.exitCode = exitCodeOf(error);
  });
