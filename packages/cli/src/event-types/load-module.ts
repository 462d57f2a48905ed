import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { defineEvents } from "@harbor/client";
import { usageError } from "../cli-error.js";
import { type DescribedType, describedBy } from "./described.js";
import { isObject, type SchemaObject } from "./json-schema.js";

/** The part of Standard Schema and Standard JSON Schema that is used here: https://standardschema.dev/json-schema */
interface StandardSchema {
  "~standard": {
    vendor: string;
    jsonSchema?: { input(options: { target: string }): SchemaObject };
  };
}

/** The export that is taken without `--export`: the first of these. */
const USUAL_EXPORTS = ["events", "default"];

/** The event types of a module that exports the result of `defineEvents`. */
export async function readModule(file: string, exportName?: string): Promise<DescribedType[]> {
  const events = pickExport(await importFile(file), { file, exportName });
  try {
    defineEvents(events as Parameters<typeof defineEvents>[0]);
  } catch (error) {
    throw usageError(`${file}: ${(error as Error).message}`);
  }
  return Object.entries(events).map(([type, schema]) => describedBy(type, jsonSchemaOf(type, schema)));
}

async function importFile(file: string): Promise<Record<string, unknown>> {
  const path = resolve(file);
  if (!existsSync(path)) throw usageError(`${file} does not exist.`);
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    const remedy = /\.[cm]?tsx?$/.test(path) ? TYPESCRIPT_REMEDY : undefined;
    throw usageError(`${file} cannot be loaded: ${(error as Error).message}`, remedy);
  }
}

const TYPESCRIPT_REMEDY =
  'Node.js runs TypeScript by itself from 22.18 on, if imports name the files as they are. Otherwise install tsx and run this command with NODE_OPTIONS="--import tsx".';

function pickExport(
  module: Record<string, unknown>,
  { file, exportName }: { file: string; exportName: string | undefined },
): Record<string, StandardSchema> {
  const names = exportName === undefined ? USUAL_EXPORTS : [exportName];
  const found = names.map((name) => module[name]).find(isEvents);
  if (found !== undefined) return found;
  const others = Object.keys(module).filter((name) => isEvents(module[name]));
  throw usageError(
    `${file} does not export event types as ${names.join(" or ")}.`,
    others.length > 0
      ? `Choose one with --export: ${others.join(", ")}.`
      : "Export the result of defineEvents: export const events = defineEvents({ … }).",
  );
}

function isEvents(value: unknown): value is Record<string, StandardSchema> {
  return isObject(value) && Object.values(value).every(isStandardSchema);
}

function isStandardSchema(value: unknown): value is StandardSchema {
  const isHolder = (typeof value === "object" && value !== null) || typeof value === "function"; // arktype's are functions
  return isHolder && "~standard" in value && isObject(value["~standard"]);
}

/** As the library itself exports it. The sender's side: a body is the input of its schema. */
function jsonSchemaOf(type: string, { "~standard": { vendor, jsonSchema } }: StandardSchema): SchemaObject {
  if (jsonSchema === undefined) {
    throw usageError(`The schema of ${type}, of ${vendor}, has no export to JSON Schema.`, remedyFor(vendor));
  }
  try {
    // Without what JSON cannot carry, as it will be stored.
    return JSON.parse(JSON.stringify(jsonSchema.input({ target: "draft-2020-12" }))) as SchemaObject;
  } catch (error) {
    throw usageError(`The schema of ${type} has no JSON Schema: ${(error as Error).message}`);
  }
}

function remedyFor(vendor: string): string {
  switch (vendor) {
    case "zod":
      return "Update zod to 4.2 or newer.";
    case "valibot":
      return "Wrap it: toStandardJsonSchema(schema), from @valibot/to-json-schema.";
    default:
      return `Update ${vendor} to a version with Standard JSON Schema, or describe the events in OpenAPI and give --openapi.`;
  }
}
