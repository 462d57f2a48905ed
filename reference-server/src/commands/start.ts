import type { Command } from "commander";
import type { Logger } from "pino";
import { type HarborServer, startServer } from "../app.js";
import { type Config, readConfig, unknownSettings } from "../config.js";
import { createLogger } from "../log.js";
import { settlesBy } from "../settles-by.js";
import { StoreUnavailableError } from "../store/store.js";
import { startTelemetryExport } from "../telemetry-export.js";

const START_RETRY_MS = 1000;

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
  const server = await startOnceAvailable({ config, log }, stop);
  if (server !== null) {
    announce(server);
    await stop;
    await server.close();
  }
  // Requests without a response from the collector would keep the process running.
  if ((await telemetry?.close()) === false) process.exit();
}

function announce({ newKeys, url }: HarborServer): void {
  if (newKeys.length > 0) {
    process.stderr.write(
      `API keys of the default project. Save them now: they cannot be shown again.\n  ${newKeys.join("\n  ")}\n`,
    );
  }
  process.stdout.write(`harbor ready ${url}\n`);
}

/** Waits for a database that is down, as a running server does. Null if `stop` resolves first. */
async function startOnceAvailable(
  { config, log }: { config: Config; log: Logger },
  stop: Promise<void>,
): Promise<HarborServer | null> {
  for (;;) {
    try {
      return await startServer({ config, log });
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      log.warn({ event: "database_unavailable", err: error }, "the start waits for the database");
    }
    if (await settlesBy(performance.now() + START_RETRY_MS, stop)) return null;
  }
}

function signalled(signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) =>
    process.once(signal, () => {
      resolve();
    }),
  );
}
