import type { EventType, EventTypeInput, EventTypeValidation, EventTypeVisibility } from "@harbor/client";
import { type Command, Option } from "commander";
import { given, limit } from "../arguments.js";
import { confirm, readJson, readJsonObject } from "../input.js";
import type { Field, Output } from "../output/output.js";
import { printable } from "../output/printable.js";
import type { Column } from "../output/table.js";
import { run } from "../run.js";
import { registerPull } from "./event-types-pull.js";
import { registerDiff, registerPush } from "./event-types-push.js";

const VISIBILITIES: readonly EventTypeVisibility[] = ["public", "internal"];
const VALIDATIONS: readonly EventTypeValidation[] = ["off", "warn", "enforce"];

export function registerEventTypes(program: Command): void {
  const eventTypes = program
    .command("event-types")
    .summary("list, get, put, delete, push, diff and pull event types")
    .description("The catalogue: what each type of event means and what its body looks like.");
  registerList(eventTypes);
  registerGet(eventTypes);
  registerPut(eventTypes);
  registerDelete(eventTypes);
  registerPush(eventTypes, VALIDATIONS);
  registerDiff(eventTypes);
  registerPull(eventTypes);
}

const COLUMNS: Column<EventType>[] = [
  { title: "TYPE", text: ({ type }) => type },
  { title: "VALIDATION", text: ({ validation }) => validation },
  { title: "VISIBILITY", text: ({ visibility }) => visibility, optional: true },
  { title: "GROUP", text: ({ group }) => group ?? "", shrinks: true, optional: true },
  {
    title: "DESCRIPTION",
    text: ({ description, deprecated }) => `${deprecated ? "(deprecated) " : ""}${description ?? ""}`,
    shrinks: true,
  },
];

function registerList(eventTypes: Command): void {
  eventTypes
    .command("list")
    .description("Lists the catalogue in the order of the types.")
    .option("--limit <count>", "maximum number of results, or all", limit, 25)
    .action(
      run<{ limit: number }>(async ({ options, output, connect }) => {
        const found = connect().client.eventTypes.list();
        output.list(await found.toArray({ limit: options.limit }), COLUMNS, "No event types.");
      }),
    );
}

function show(output: Output, eventType: EventType): void {
  const json = (value: unknown) => (value === null ? "-" : JSON.stringify(value));
  const fields: Field[] = [
    ["type", eventType.type],
    ["description", eventType.description ?? "-"],
    ["group", eventType.group ?? "-"],
    ["visibility", eventType.visibility],
    ["deprecated", eventType.deprecated ? "yes" : "no"],
    ["validation", eventType.validation],
    ["example", json(eventType.example)],
    ["schema", json(eventType.schema)],
  ];
  output.record(eventType, fields);
}

function registerGet(eventTypes: Command): void {
  eventTypes
    .command("get <type>")
    .description("Shows an event type with its schema and its example.")
    .action(
      run<object, [string]>(async ({ output, connect }, type) => {
        show(output, await connect().client.eventTypes.get(type));
      }),
    );
}

interface PutOptions {
  description?: string;
  group?: string;
  visibility?: EventTypeVisibility;
  schema?: string;
  example?: string;
  deprecated?: boolean;
  validation?: EventTypeValidation;
}

function registerPut(eventTypes: Command): void {
  eventTypes
    .command("put <type>")
    .description("Creates an event type, or replaces it as a whole.")
    .option("--description <text>", "what the event means")
    .option("--group <text>", "a heading for lists")
    .addOption(
      new Option("--visibility <visibility>", "internal: not for destinations of a tenant").choices(
        VISIBILITIES,
      ),
    )
    .option("--schema <json>", "a JSON Schema for the bodies, or @file")
    .option("--example <json>", "a body of this type, or @file")
    .option("--deprecated", "mark it as deprecated")
    .addOption(
      new Option("--validation <mode>", "what happens to a body that does not match").choices(VALIDATIONS),
    )
    .addHelpText(
      "after",
      "\nExample:\n  $ harbor event-types put order.created --schema @order.json --validation warn\n",
    )
    .action(
      run<PutOptions, [string]>(async ({ options, output, connect }, type) => {
        show(output, await connect().client.eventTypes.put(type, await toInput(options)));
      }),
    );
}

async function toInput({ schema, example, ...options }: PutOptions): Promise<EventTypeInput> {
  const { description, group, visibility, deprecated, validation } = options;
  return given({
    description,
    group,
    visibility,
    deprecated,
    validation,
    schema: schema === undefined ? undefined : await readJsonObject(schema, "--schema"),
    example: example === undefined ? undefined : await readJson(example, "--example"),
  });
}

function registerDelete(eventTypes: Command): void {
  eventTypes
    .command("delete <type>")
    .description("Deletes an event type. Its events are not validated any more.")
    .option("--yes", "skip the confirmation prompt")
    .action(
      run<{ yes?: boolean }, [string]>(async ({ options, output, connect }, type) => {
        const { client } = connect();
        if (!(await confirm(`Delete ${printable(type)}?`, options))) return;
        await client.eventTypes.delete(type);
        output.done(`Deleted ${type}`, { type, deleted: true });
      }),
    );
}
