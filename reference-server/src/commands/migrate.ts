import type { Command } from "commander";
import { openDatabase } from "./open-database.js";

/** `harbor-server migrate`: migrates the database schema and prints the versions before and after. */
export function registerMigrate(program: Command): void {
  program
    .command("migrate")
    .description("migrate the database schema to this version")
    .action(async () => {
      const store = await openDatabase();
      try {
        const { from, to } = await store.migrate();
        process.stdout.write(
          from === to
            ? `the schema is current (version ${to})\n`
            : `migrated the schema from version ${from} to ${to}\n`,
        );
      } finally {
        await store.close();
      }
    });
}
