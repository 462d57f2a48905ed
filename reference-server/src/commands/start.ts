import type { Command } from "commander";
import { startServer } from "../app.js";
import { readConfig } from "../config.js";

/** `harbor-server start`: one line on stdout once requests are accepted, logs on stderr, exit 0 after SIGTERM. */
export function registerStart(program: Command): void {
  program.command("start", { isDefault: true }).description("take requests and deliver").action(start);
}

async function start(): Promise<void> {
  // Before anything is begun: a signal that comes while it starts, or with the ready line, ends it as cleanly as a later one.
  const stop = Promise.race([signalled("SIGTERM"), signalled("SIGINT")]);
  const server = await startServer({ config: readConfig(process.env) });
  if (server.madeKeys.length > 0) {
    process.stderr.write(
      `API keys of the default project, shown this once:\n  ${server.madeKeys.join("\n  ")}\n`,
    );
  }
  process.stdout.write(`harbor ready ${server.url}\n`);
  await stop;
  await server.close();
}

function signalled(signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) =>
    process.once(signal, () => {
      resolve();
    }),
  );
}
