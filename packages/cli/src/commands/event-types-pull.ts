import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { usageError } from "../cli-error.js";
import { isReserved } from "../event-types/described.js";
import { eventsModule, type Format, FORMATS, HEADER } from "../event-types/events-module.js";
import { run } from "../run.js";

interface PullOptions {
  out?: string;
  format: Format;
  public?: boolean;
}

export function registerPull(eventTypes: Command): void {
  eventTypes
    .command("pull")
    .description("Writes a TypeScript module with the types of all bodies, for receivers.")
    .option("--out <file>", "where to write it (default: stdout)")
    .addOption(
      new Option("--format <format>", "plain types, or zod schemas that also check the bodies")
        .choices(FORMATS)
        .default("types"),
    )
    .option("--public", "leave out internal event types")
    .addHelpText("after", "\nExample:\n  $ harbor event-types pull --out events.ts\n")
    .action(
      run<PullOptions>(async ({ options, output, connect }) => {
        const { out } = options;
        if (out !== undefined) refuseOther(out);
        const all = await connect().client.eventTypes.list().toArray({ limit: Infinity });
        const eventTypes = all.filter(({ type, visibility }) => {
          const isWanted = options.public !== true || visibility === "public";
          return isWanted && !isReserved(type);
        });
        const source = eventsModule(eventTypes, options.format);
        if (out === undefined && output.json) output.line({ source });
        else if (out === undefined) process.stdout.write(source);
        else {
          write(out, source);
          output.done(`Wrote ${eventTypes.length} event types to ${out}`, {
            out,
            event_types: eventTypes.length,
          });
        }
      }),
    );
}

/** Events are often defined by hand in a file of the same name. */
function refuseOther(file: string): void {
  if (!existsSync(file) || readFileSync(file, "utf8").startsWith(HEADER)) return;
  throw usageError(
    `${file} exists, and was not written by this command.`,
    "Choose another file, or remove this one.",
  );
}

function write(file: string, source: string): void {
  try {
    writeFileSync(file, source);
  } catch (error) {
    throw usageError(`${file} cannot be written: ${(error as Error).message}`);
  }
}
