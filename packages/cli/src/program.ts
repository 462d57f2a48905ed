import { Command, Option } from "commander";
import { registerCompletion } from "./commands/completion.js";
import { registerDeliveries } from "./commands/deliveries.js";
import { registerDestinations } from "./commands/destinations.js";
import { registerDlq } from "./commands/dlq.js";
import { registerEvents } from "./commands/events.js";
import { registerKeys } from "./commands/keys.js";
import { registerListen } from "./commands/listen.js";
import { registerLogin } from "./commands/login.js";
import { registerLogout } from "./commands/logout.js";
import { registerServer } from "./commands/server.js";
import { registerSubscriptions } from "./commands/subscriptions.js";
import { registerTrigger } from "./commands/trigger.js";
import { registerVerify } from "./commands/verify.js";
import { EXIT_CODES } from "./exit-codes.js";
import { VERSION } from "./version.js";

const REGISTRATIONS = [
  registerLogin,
  registerLogout,
  registerListen,
  registerTrigger,
  registerEvents,
  registerDeliveries,
  registerDlq,
  registerDestinations,
  registerSubscriptions,
  registerKeys,
  registerVerify,
  registerServer,
  registerCompletion,
];

/** The whole command line. What is wrong with one is thrown as commander's `CommanderError`, not exited with. */
export function createProgram(): Command {
  const program = new Command("harbor")
    .description(
      "Harbor on the command line: receive webhooks on localhost, send events, look at deliveries.",
    )
    .version(VERSION)
    .addOption(
      new Option("--env <environment>", "which stored key to use (default: test)").choices(["test", "live"]),
    )
    .option("--base-url <url>", "where the server is (default: HARBOR_BASE_URL, or where the key is from)")
    .option("--json", "for scripts: JSON Lines on stdout, errors as JSON on stderr")
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
  HARBOR_API_KEY, HARBOR_BASE_URL  instead of a stored key and its server
  HARBOR_CONFIG_DIR                where stored keys are
  NO_COLOR                         no colours

Exit codes:
${lines.join("\n")}`;
}
