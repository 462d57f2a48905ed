import type { Command } from "commander";
import { type KeyMode, readKeys, writeKeys } from "../config/key-file.js";
import { run } from "../run.js";

export function registerLogout(program: Command): void {
  program
    .command("logout")
    .summary("remove stored API keys")
    .description(
      "Removes the stored API key of --env, or the keys of both environments. The keys themselves stay valid.",
    )
    .action(
      run(({ options, output }) => {
        const keys = readKeys();
        const removed = (["test", "live"] as KeyMode[]).filter(
          (mode) => keys[mode] !== undefined && (options.env ?? mode) === mode,
        );
        const kept = Object.entries(keys).filter(([mode]) => !removed.includes(mode as KeyMode));
        writeKeys(Object.fromEntries(kept));
        const what = removed.length === 0 ? "No key is stored" : `Removed: ${removed.join(", ")}`;
        output.done(what, { removed });
      }),
    );
}
