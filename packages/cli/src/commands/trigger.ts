import type { Command } from "commander";
import { usageError } from "../cli-error.js";
import { readJson } from "../input.js";
import { run } from "../run.js";
import { type Sample, SAMPLES } from "../samples.js";
import { showSent } from "./events-send.js";

export function registerTrigger(program: Command): void {
  program
    .command("trigger [type...]")
    .summary("send sample events")
    .description(
      'Sends sample events: the named ones, or all. Samples are built in, or come from a JSON file: { "<type>": <body>, … } or [{ "type", "body" }, …].',
    )
    .option("--from <path>", "a file with samples; - is stdin")
    .option("--list", "only say which samples there are")
    .addHelpText(
      "after",
      "\nExamples:\n  $ harbor trigger order.created\n  $ harbor trigger --from samples.json\n",
    )
    .action(
      run<{ from?: string; list?: boolean }, [string[]]>(async ({ options, output, connect }, types) => {
        const samples = options.from === undefined ? SAMPLES : await readSamples(options.from);
        const wanted = types.length === 0 ? samples : types.flatMap((type) => named(samples, type));
        if (options.list === true) {
          output.list(
            wanted,
            [
              { title: "TYPE", text: ({ type }) => type },
              { title: "BODY", text: ({ body }) => JSON.stringify(body), shrinks: true },
            ],
            "No samples.",
          );
          return;
        }
        const { client } = connect();
        for (const { type, body } of wanted) {
          const event = await client.events.send({ type, body });
          if (output.json) output.line(event);
          else {
            output.text(output.colors.dim(type));
            showSent(output, event, { repeated: false });
          }
        }
      }),
    );
}

function named(samples: readonly Sample[], type: string): Sample[] {
  const found = samples.filter((sample) => sample.type === type);
  if (found.length === 0) throw usageError(`There is no sample of type ${type}.`, "harbor trigger --list");
  return found;
}

async function readSamples(path: string): Promise<Sample[]> {
  const value = await readJson(`@${path}`, "--from");
  if (typeof value !== "object" || value === null) throw usageError("--from must hold an object or a list.");
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
