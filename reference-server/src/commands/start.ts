import type { Command } from "commander";
import { startServer } from "../app.js";
import { readConfig, unknownSettings } from "../config.js";
import { createLogger } from "../log.js";
import { startTelemetryExport } from "../telemetry-export.js";

/** `harbor-server start`: one line on stdout once requests are accepted, logs on stderr, exit 0 after SIGTERM. */
export function registerStart(program: Command): void {
  program
    .command("start")
    .description("start the server: accept requests and deliver events (default)")
    .action(start);
}

async function start(): Promise<void> {
  // Before the server starts, so that a signal during the start or right after the ready line also stops it cleanly.
  const stop = Promise.race([signalled("SIGTERM"), signalled("SIGINT")]);
  const config = readConfig(process.env);
  const log = await createLogger(config);
  for (const { name, suggestion } of unknownSettings(process.env))
    log.warn(
      { event: "unknown_setting", setting: name, suggestion },
      `${name} is not a setting${suggestion === null ? "" : `; did you mean ${suggestion}?`}`,
    );
  const telemetry = await startTelemetryExport(log);
  const server = await startServer({ config, log });
  if (server.newKeys.length > 0) {
    process.stderr.write(
      `API keys of the default project. Save them now: they cannot be shown again.\n  ${server.newKeys.join("\n  ")}\n`,
    );
  }
  process.stdout.write(`harbor ready ${server.url}\n`);
  await stop;
  await server.close();
  // Requests without a response from the collector would keep the process running.
  if ((await telemetry?.close()) === false) process.exit();
}

function signalled(signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) =>
    process.once(signal, () => {
      resolve();
    }),
  );
}
