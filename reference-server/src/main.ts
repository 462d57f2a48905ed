#!/usr/bin/env node
import { Command } from "commander";
import { registerDoctor } from "./commands/doctor.js";
import { registerKeys } from "./commands/keys.js";
import { registerMigrate } from "./commands/migrate.js";
import { registerStart } from "./commands/start.js";
import { ConfigError } from "./config.js";
import { VERSION } from "./version.js";

const program = new Command("harbor-server")
  .description(
    "Harbor's reference server. It is configured by HARBOR_… environment variables: https://github.com/harbor-webhooks/harbor/blob/main/docs/settings.md",
  )
  .version(VERSION);
registerStart(program);
registerMigrate(program);
registerKeys(program);
registerDoctor(program);

// Not commander's default command: that one would take a misspelled command for an argument of `start`.
const given = process.argv.slice(2);
program.parseAsync(given.length === 0 ? ["start"] : given, { from: "user" }).catch((error: unknown) => {
  // A fault in the settings or the database is for the operator to fix: the message says how, a stack would not help.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
});
