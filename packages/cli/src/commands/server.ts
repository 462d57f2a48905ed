import type { Command } from "commander";
import { given, wholeNumber } from "../arguments.js";
import { CliError } from "../cli-error.js";
import { onInterrupt } from "../interrupt.js";
import type { Output } from "../output/output.js";
import { printable } from "../output/printable.js";
import { run } from "../run.js";

interface ServerOptions {
  port?: number;
  host?: string;
  database?: string;
}

export function registerServer(program: Command): void {
  program
    .command("server")
    .summary("start a Harbor server on this machine")
    .description(
      "Runs the embedded server in the foreground, until Ctrl-C. All HARBOR_… settings apply (docs/settings.md); the options below set the most common ones. New API keys are shown once, on stderr.",
    )
    .option("--port <port>", "HARBOR_PORT; 0 chooses a free port (default: 4210)", wholeNumber)
    .option("--host <address>", "HARBOR_HOST (default: 127.0.0.1)")
    .option(
      "--database <url>",
      "HARBOR_DATABASE_URL: sqlite:<file> or sqlite::memory: (default: sqlite:.harbor/harbor.db)",
    )
    .action(
      run<ServerOptions>(async ({ options, output }) => {
        const { signal } = onInterrupt();
        const server = await start(options, output);
        announce(output, server);
        await aborted(signal);
        output.note("Stopping: waiting for open deliveries.");
        await server.close();
      }),
    );
}

async function start({ port, host, database }: ServerOptions, output: Output) {
  // Only this command needs the server, which takes longer to load than most commands take to run.
  const { ConfigError, readConfig, startServer, unknownSettings } = await import("@harbor/reference-server");
  const overrides = given({
    HARBOR_PORT: port === undefined ? undefined : String(port),
    HARBOR_HOST: host,
    HARBOR_DATABASE_URL: database,
  });
  for (const { name, suggestion } of unknownSettings(process.env))
    output.note(
      `${printable(name)} is not a setting${suggestion === null ? "" : `; did you mean ${suggestion}?`}`,
    );
  try {
    return await startServer({ config: readConfig({ ...process.env, ...overrides }) });
  } catch (error) {
    if (error instanceof ConfigError) throw new CliError(error.message, { code: "settings", exit: "usage" });
    const message = error instanceof Error ? error.message : String(error);
    throw new CliError(message, { code: "server_not_started", exit: "failure", cause: error });
  }
}

function announce(output: Output, { url, newKeys }: { url: string; newKeys: string[] }): void {
  if (output.json) {
    output.line({ type: "ready", url, api_keys: newKeys });
    return;
  }
  if (newKeys.length > 0) {
    output.note(`API keys of the default project, shown only once (harbor login stores one):`);
    for (const key of newKeys) output.note(`  ${key}`);
  }
  output.text(`harbor ready ${url}`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        "abort",
        () => {
          resolve();
        },
        { once: true },
      );
  });
}
