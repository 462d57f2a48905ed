import { Command, Option } from "commander";
import { registerApiKeys } from "./commands/api-keys.js";
import { registerCompletion } from "./commands/completion.js";
import { registerDeliveries } from "./commands/deliveries.js";
import { registerDestinations } from "./commands/destinations.js";
import { registerDlq } from "./commands/dlq.js";
import { registerEventTypes } from "./commands/event-types.js";
import { registerEvents } from "./commands/events.js";
import { registerTenants } from "./commands/tenants.js";
import { registerInit } from "./commands/init.js";
import { registerListen } from "./commands/listen.js";
import { registerLogin } from "./commands/login.js";
import { registerLogout } from "./commands/logout.js";
import { registerMcp } from "./commands/mcp.js";
import { registerPortalSessions } from "./commands/portal-sessions.js";
import { registerServer } from "./commands/server.js";
import { registerStats } from "./commands/stats.js";
import { registerSubscriptions } from "./commands/subscriptions.js";
import { registerTrigger } from "./commands/trigger.js";
import { registerVerify } from "./commands/verify.js";
import { EXIT_CODES } from "./exit-codes.js";
import { VERSION } from "./version.js";

const REGISTRATIONS = [
  registerLogin,
  registerLogout,
  registerInit,
  registerListen,
  registerTrigger,
  registerEvents,
  registerEventTypes,
  registerTenants,
  registerDeliveries,
  registerDlq,
  registerDestinations,
  registerSubscriptions,
  registerStats,
  registerApiKeys,
  registerPortalSessions,
  registerVerify,
  registerMcp,
  registerServer,
  registerCompletion,
];

/** The whole command line. Faults in it are thrown as `CommanderError`; commander does not exit the process. */
export function createProgram(): Command {
  const program = new Command("harbor")
    .description(
      "Harbor on the command line: receive webhooks on localhost, send events, inspect deliveries.",
    )
    .version(VERSION)
    .addOption(
      new Option("--env <environment>", "use the stored key of this environment (default: test)").choices([
        "test",
        "live",
      ]),
    )
    .option("--base-url <url>", "URL of the server (default: HARBOR_BASE_URL, or the stored key's server)")
    .option("--json", "JSON Lines on stdout and errors as JSON on stderr, for scripts")
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .addHelpText("after", helpOnExitCodes());
  for (const register of REGISTRATIONS) register(program);
  for (const command of withDescendants(program)) command.exitOverride().helpCommand(false);
  return program;
}

function withDescendants(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withDescendants)];
}

function helpOnExitCodes(): string {
  const lines = Object.values(EXIT_CODES).map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`);
  return `
Environment:
  HARBOR_API_KEY, HARBOR_BASE_URL  used instead of a stored key and its server
  HARBOR_SIGNING_SECRET            the secret that listen and verify use
  HARBOR_CONFIG_DIR                the folder of stored keys
  NO_COLOR                         turns colors off

Exit codes:
${lines.join("\n")}`;
}
