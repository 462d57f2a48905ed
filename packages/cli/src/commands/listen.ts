import { type Command, Option } from "commander";
import { argumentsAfterDashes, list, wholeNumber } from "../arguments.js";
import { CliError, usageError } from "../cli-error.js";
import { readJsonObject } from "../input.js";
import { listenSecret, SECRET_VARIABLE } from "../listen/listen-secret.js";
import { parseTarget, portOf } from "../listen/target.js";
import { run } from "../run.js";

interface ListenOptions {
  forwardTo?: string;
  port?: number;
  events: string[];
  filter?: string;
  replay?: true | number;
  timeout: number;
  secretFile?: string;
  printSecret?: boolean;
  plain?: boolean;
}

const DEFAULT_REPLAYS = 10;
const EXAMPLES = `
Examples:
  $ harbor listen 3000/webhooks/harbor
  $ harbor listen -- npm run dev
  $ harbor listen /webhooks/harbor --port 8080 -- python app.py
  $ harbor listen 3000 --events 'order.*' --filter '{"$.total":{"$gte":100}}'
`;

export function registerListen(program: Command): void {
  program
    .command("listen")
    .usage("[options] [target] [-- command...]")
    .argument("[target]", "the local receiver: a port, port/path, /path or a URL")
    .argument("[command...]", `after --: a command to start with the secret in ${SECRET_VARIABLE}`)
    .summary("receive deliveries on localhost")
    .description(
      "Receives test deliveries through a tunnel and posts them to a local receiver, byte for byte and with their headers. The local response decides the delivery: 2xx succeeds, 4xx is dead, 5xx is retried. Nothing is lost while the connection is down. Ctrl-C removes the temporary destination.",
    )
    .addOption(new Option("--forward-to <target>", "the same as the argument"))
    .option("--port <port>", "the receiver's port; the command gets it as PORT", portOf)
    .option("--events <patterns>", "comma-separated event types: order.*,invoice.paid", list, ["**"])
    .option("--filter <json>", "a condition on the body, or @file")
    .option(
      "--replay [count]",
      `also deliver the last events that match (default: ${DEFAULT_REPLAYS})`,
      wholeNumber,
    )
    .option("--timeout <seconds>", "for one attempt, 1-120", wholeNumber, 30)
    .option("--secret-file <path>", "a file with the signing secret to use; - is stdin")
    .option("--print-secret", "print the signing secret and exit")
    .option("--plain", "one line per attempt instead of the interactive list")
    .addHelpText("after", EXAMPLES)
    .action(
      run<ListenOptions, [string | undefined, string[]]>(
        async ({ options, output, connect }, target, more) => {
          const session = connect();
          const { secretFile, timeout, events, plain = false } = options;
          const secret = await listenSecret({
            apiKey: session.apiKey,
            ...(secretFile !== undefined && { secretFile }),
          });
          if (options.printSecret === true) {
            if (output.json) output.line({ signing_secret: secret.secret });
            else output.text(secret.secret);
            return;
          }
          if (session.mode === "live") throw liveKey();
          const command = argumentsAfterDashes();
          const operands = [target ?? [], more].flat();
          const before = operands.slice(0, operands.length - command.length);
          const receiver = parseTarget(targetText(before, options), {
            port: options.port ?? (command.length > 0 ? portVariable() : null),
            hasCommand: command.length > 0,
          });
          const filter =
            options.filter === undefined ? null : await readJsonObject(options.filter, "--filter");
          const replays = options.replay === true ? DEFAULT_REPLAYS : (options.replay ?? 0);
          // Half of the libraries are only for this command, and every other one would start later.
          const { runListen } = await import("../listen/run-listen.js");
          process.exitCode = await runListen(
            { target: receiver, command, secret, events, filter, replays, timeoutSeconds: timeout, plain },
            { session, output },
          );
        },
      ),
    );
}

function targetText(operands: readonly string[], { forwardTo }: ListenOptions): string | null {
  if (operands.length > 1) {
    throw usageError("Give one target. A command to start follows --.", "harbor listen 3000 -- npm run dev");
  }
  if (forwardTo !== undefined && operands.length > 0)
    throw usageError("Give the target or --forward-to, not both.");
  return operands[0] ?? forwardTo ?? null;
}

function portVariable(): number | null {
  const { PORT } = process.env;
  return PORT !== undefined && /^\d+$/.test(PORT) ? portOf(PORT) : null;
}

function liveKey(): CliError {
  return new CliError(
    "harbor listen needs a test key: deliveries of the live environment go to real destinations.",
    {
      code: "forbidden",
      exit: "not_authenticated",
      remedy: "harbor login with a test key, or set HARBOR_API_KEY to one",
    },
  );
}
