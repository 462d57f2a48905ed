import type { Command } from "commander";
import { openDatabase } from "./open-database.js";

/** `harbor-server migrate`: brings the database's schema up to date and says from which version to which. */
export function registerMigrate(program: Command): void {
  program
    .command("migrate")
    .description("bring the database's schema up to date")
    .action(async () => {
      const store = openDatabase();
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
