import type { Command } from "commander";
import { readConfig } from "../config.js";
import { openStore } from "../store/open-store.js";

/** `harbor-server migrate`: brings the database's schema up to date and says from which version to which. */
export function registerMigrate(program: Command): void {
  program
    .command("migrate")
    .description("bring the database's schema up to date")
    .action(async () => {
      const store = openStore(readConfig(process.env).database);
      try {
        const { from, to } = await store.migrate();
        process.stdout.write(
          from === to ? `schema is at version ${to}\n` : `schema went from version ${from} to ${to}\n`,
        );
      } finally {
        await store.close();
      }
    });
}
