import type { Command } from "commander";
import { type Environment, readKeys, writeKeys } from "../config/key-file.js";
import { run } from "../run.js";

export function registerLogout(program: Command): void {
  program
    .command("logout")
    .summary("forget stored API keys")
    .description(
      "Removes the stored API key of --env, or of both environments. The keys themselves stay valid.",
    )
    .action(
      run(({ options, output }) => {
        const keys = readKeys();
        const removed = (["test", "live"] as Environment[]).filter(
          (environment) => keys[environment] !== undefined && (options.env ?? environment) === environment,
        );
        const kept = Object.entries(keys).filter(
          ([environment]) => !removed.includes(environment as Environment),
        );
        writeKeys(Object.fromEntries(kept));
        const what = removed.length === 0 ? "No key was stored" : `Removed: ${removed.join(", ")}`;
        output.done(what, { removed });
      }),
    );
}
