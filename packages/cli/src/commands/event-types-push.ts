import { HarborError, type EventTypeValidation, type Harbor } from "@harbor/client";
import { type Command, Option } from "commander";
import { CliError, usageError } from "../cli-error.js";
import { compareCatalogues, type TypeChange } from "../event-types/compare-catalogues.js";
import type { DescribedType } from "../event-types/described.js";
import { readModule } from "../event-types/load-module.js";
import { readOpenApi } from "../event-types/read-openapi.js";
import { confirm } from "../input.js";
import type { Output } from "../output/output.js";
import { printable } from "../output/printable.js";
import { run } from "../run.js";

interface FileOptions {
  openapi?: string;
  export?: string;
}

interface PushOptions extends FileOptions {
  validation?: EventTypeValidation;
  prune?: boolean;
  dryRun?: boolean;
  yes?: boolean;
}

export function registerPush(eventTypes: Command, validations: readonly EventTypeValidation[]): void {
  withFile(eventTypes.command("push [module]"))
    .description("Stores the event types of a module that exports defineEvents, or of an OpenAPI document.")
    .addOption(
      new Option("--validation <mode>", "set it for all of them (default: as it is)").choices(validations),
    )
    .option("--prune", "delete event types that are not in the file")
    .option("--dry-run", "only show what would change")
    .option("--yes", "skip the confirmation prompt")
    .addHelpText("after", "\nExample:\n  $ harbor event-types push events.ts --validation warn --dry-run\n")
    .action(
      run<PushOptions, [string | undefined]>(async ({ options, output, connect }, module) => {
        const described = await readFile(module, options);
        const { client } = connect();
        const changes = await changesOf(client, { described, options });
        const planned =
          options.prune === true ? changes : changes.filter(({ change }) => change !== "removed");
        for (const change of planned) showChange(output, change);
        if (planned.length === 0) output.text("No changes.");
        else if (options.dryRun === true) output.text(`${counted(planned)}; nothing was stored.`);
        else if (await isConfirmed(planned, options)) {
          await store(client, { planned, output });
          output.text(`${counted(planned)}.`);
        }
      }),
    );
}

export function registerDiff(eventTypes: Command): void {
  withFile(eventTypes.command("diff [module]"))
    .description("Shows what a push would change. Exits with 1 if a change can break receivers.")
    .action(
      run<FileOptions, [string | undefined]>(async ({ options, output, connect }, module) => {
        const described = await readFile(module, options);
        const changes = await changesOf(connect().client, { described, options: {} });
        for (const change of changes) showChange(output, change);
        output.text(changes.length === 0 ? "No changes." : `${counted(changes)}.`);
        const broken = changes.filter(({ breaking }) => breaking).map(({ type }) => printable(type));
        if (broken.length === 0) return;
        throw new CliError(`Receivers of ${broken.join(", ")} can break.`, {
          code: "breaking_changes",
          exit: "failure",
          remedy: "Keep what they read, or send the new bodies as a new event type.",
        });
      }),
    );
}

function withFile(command: Command): Command {
  return command
    .option("--openapi <file>", "take the webhooks of an OpenAPI 3.1 document, YAML or JSON")
    .option("--export <name>", "the export of the module (default: events, or the default export)");
}

async function readFile(module: string | undefined, options: FileOptions): Promise<DescribedType[]> {
  if ((module === undefined) === (options.openapi === undefined)) {
    throw usageError("Give a module or --openapi, one of the two.");
  }
  return options.openapi === undefined
    ? await readModule(module ?? "", options.export)
    : await readOpenApi(options.openapi);
}

async function changesOf(
  client: Harbor,
  { described, options }: { described: DescribedType[]; options: PushOptions },
): Promise<TypeChange[]> {
  const stored = await client.eventTypes.list().toArray({ limit: Infinity });
  return compareCatalogues(described, stored, { validation: options.validation });
}

async function isConfirmed(planned: readonly TypeChange[], options: PushOptions): Promise<boolean> {
  const removed = planned.filter(({ change }) => change === "removed").length;
  return removed === 0 || (await confirm(`Delete ${removed} event types?`, options));
}

/** One after the other, so that an error has one place and what comes after it is not stored. */
async function store(
  client: Harbor,
  { planned, output }: { planned: TypeChange[]; output: Output },
): Promise<void> {
  for (const [index, { type, input }] of planned.entries()) {
    try {
      if (input === null) await client.eventTypes.delete(type);
      else await client.eventTypes.put(type, input);
    } catch (error) {
      if (error instanceof HarborError) {
        output.note(`${printable(type)} was refused; ${index} of ${planned.length} changes are stored.`);
      }
      throw error;
    }
  }
}

const SIGNS = { added: "+", changed: "~", removed: "-" };

function showChange(output: Output, { input: _, ...change }: TypeChange): void {
  if (output.json) {
    output.line(change);
    return;
  }
  const { colors } = output;
  output.text(`${SIGNS[change.change]} ${colors.bold(printable(change.type))}`);
  for (const { path, message, breaking } of change.changes) {
    const label = breaking ? colors.red("breaking") : "        ";
    output.text(`  ${label} ${printable([path, message].filter((text) => text !== "").join(" "))}`);
  }
}

function counted(changes: readonly TypeChange[]): string {
  const count = (kind: TypeChange["change"]) => changes.filter(({ change }) => change === kind).length;
  return `${count("added")} added, ${count("changed")} changed, ${count("removed")} removed`;
}
