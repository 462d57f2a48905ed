import type { Command } from "commander";
import { createClient, defaultBaseUrl, modeOf } from "../config/session.js";
import { keyFilePath, readKeys, writeKeys } from "../config/key-file.js";
import { usageError } from "../cli-error.js";
import { readSecret } from "../input.js";
import { run } from "../run.js";

export function registerLogin(program: Command): void {
  program
    .command("login")
    .summary("store an API key")
    .description(
      "Reads an API key from a hidden prompt or from stdin, checks it with the server and stores it for its environment (test or live). Only you can read the file.",
    )
    .addHelpText(
      "after",
      "\nExamples:\n  $ harbor login\n  $ pass show harbor/test | harbor login --base-url https://harbor.example\n",
    )
    .action(
      run(async ({ options, output }) => {
        const baseUrl = defaultBaseUrl(options);
        const apiKey = await readSecret(`API key for ${baseUrl} (hk_test_… or hk_live_…)`);
        if (apiKey === "") throw usageError("No API key was given.");
        const mode = modeOf(apiKey);
        if (options.env !== undefined && options.env !== mode) {
          throw usageError(`This is a ${mode} key, but --env asks for ${options.env}.`);
        }
        await createClient({ apiKey, baseUrl }).caller.get();
        writeKeys({ ...readKeys(), [mode]: { api_key: apiKey, base_url: baseUrl } });
        const path = keyFilePath();
        output.done(`The ${mode} key for ${baseUrl} is stored in ${path}`, {
          environment: mode,
          base_url: baseUrl,
          path,
        });
      }),
    );
}
