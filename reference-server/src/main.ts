#!/usr/bin/env node
import { Command } from "commander";
import { registerDoctor } from "./commands/doctor.js";
import { registerKeys } from "./commands/keys.js";
import { registerMigrate } from "./commands/migrate.js";
import { registerStart } from "./commands/start.js";
import { ConfigError } from "./config.js";
import { VERSION } from "./version.js";

const program = new Command("harbor-server")
  .description("Harbor's reference server. Settings are HARBOR_… environment variables (docs/settings.md).")
  .version(VERSION);
registerStart(program);
registerMigrate(program);
registerKeys(program);
registerDoctor(program);

program.parseAsync().catch((error: unknown) => {
  // A fault in the settings or the database is the operator's to mend: its text tells how, its stack does not.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
});
