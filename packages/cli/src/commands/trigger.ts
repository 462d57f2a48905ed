import type { Command } from "commander";
import { CliError, usageError } from "../cli-error.js";
import type { Session } from "../config/session.js";
import { readBody, readJsonFile } from "../input.js";
import type { Output } from "../output/output.js";
import { run } from "../run.js";
import { createSamples, type Sample } from "../samples.js";
import { showSent } from "./events-send.js";

interface TriggerOptions {
  data?: string;
  from?: string;
  all?: boolean;
  yes?: boolean;
}

export function registerTrigger(program: Command): void {
  program
    .command("trigger [type...]")
    .summary("send sample events")
    .description(
      'Sends sample events; without a type, lists them. Samples are built in, with new ids each time, or come from a JSON file: { "<type>": <body>, … } or [{ "type", "body" }, …]. Needs a test key.',
    )
    .option("--data <json>", "the body, instead of the sample's; then the type can be any")
    .option("--from <path>", "a file with samples; - is stdin")
    .option("--all", "send every sample")
    .option("--yes", "allow a live key")
    .addHelpText(
      "after",
      `\nExamples:\n  $ harbor trigger order.created\n  $ harbor trigger order.created --data '{"order_id":"ord_1"}'\n  $ harbor trigger --from samples.json --all\n`,
    )
    .action(
      run<TriggerOptions, [string[]]>(async ({ options, output, connect }, types) => {
        const samples = options.from === undefined ? createSamples() : await readSamples(options.from);
        const wanted = await wantedSamples(samples, types, options);
        if (wanted.length === 0) {
          showSamples(samples, output);
          return;
        }
        const session = connect();
        refuseLive(session, options);
        await send(wanted, session, output);
      }),
    );
}

function showSamples(samples: readonly Sample[], output: Output): void {
  output.list(
    samples,
    [
      { title: "TYPE", text: ({ type }) => type },
      { title: "BODY", text: ({ body }) => JSON.stringify(body), shrinks: true },
    ],
    "No samples.",
  );
  output.note("\nharbor trigger <type> sends one, --all sends every one.");
}

function refuseLive({ mode }: Session, { yes }: TriggerOptions): void {
  if (mode === "test" || yes === true) return;
  throw new CliError("This is a live key: sample events would go to real destinations.", {
    code: "live_key",
    exit: "usage",
    remedy: "use a test key, or --yes to send them anyway",
  });
}

async function send(samples: readonly Sample[], { client }: Session, output: Output): Promise<void> {
  for (const { type, body } of samples) {
    const event = await client.events.send({ type, body });
    if (output.json) output.line(event);
    else showSent(output, event, { repeated: false, type });
  }
}

async function wantedSamples(
  samples: readonly Sample[],
  types: readonly string[],
  { data, all }: TriggerOptions,
): Promise<Sample[]> {
  if (data !== undefined) {
    const body = await readBody({ data });
    const [type] = types;
    if (type === undefined || types.length > 1 || body === null)
      throw usageError("--data needs exactly one type.");
    return [{ type, body }];
  }
  if (all === true) {
    if (types.length > 0) throw usageError("Give types or --all, not both.");
    return [...samples];
  }
  return types.flatMap((type) => named(samples, type));
}

function named(samples: readonly Sample[], type: string): Sample[] {
  const found = samples.filter((sample) => sample.type === type);
  if (found.length === 0) {
    throw usageError(
      `No sample has the type ${type}.`,
      "harbor trigger lists the samples; --data gives a body for any type",
    );
  }
  return found;
}

async function readSamples(path: string): Promise<Sample[]> {
  const value = await readJsonFile(path, "--from");
  if (typeof value !== "object" || value === null) throw usageError("--from must be a JSON object or list.");
  if (!Array.isArray(value))
    return Object.entries(value).map(([type, body]) => ({ type, body: body as unknown }));
  return value.map((item: unknown) => {
    if (
      typeof item !== "object" ||
      item === null ||
      !("type" in item) ||
      typeof item.type !== "string" ||
      !("body" in item)
    ) {
      throw usageError('--from: every item of a list needs a "type" and a "body".');
    }
    return { type: item.type, body: item.body };
  });
}
