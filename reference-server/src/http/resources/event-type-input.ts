import type { EventType } from "../../domain/domain.js";
import { SchemaError } from "../../domain/json-schema/schema-error.js";
import type { EventSchemas } from "../../environments/event-schemas.js";
import { ApiError, type ErrorDetail } from "../../errors.js";
import { bodyDetails } from "../../ingest/check-body.js";
import type { Call } from "../api.js";
import { invalid, jsonOf, sizeFault } from "../json/json-body.js";
import { isStorable, UNSTORABLE_TEXT } from "../text.js";

/** The entry of a request. Throws `ApiError` `invalid_request`, `invalid_schema`. */
export function eventTypeInput(
  { caller, path, body, json }: Call<"putEventType">,
  { maxSchemaBytes }: { maxSchemaBytes: number },
): EventType {
  const {
    description = null,
    group = null,
    visibility = "public",
    deprecated = false,
    validation = "off",
  } = body;
  for (const [name, text] of Object.entries({ description, group })) {
    if (text !== null && !isStorable(text)) throw invalid(`body/${name}`, UNSTORABLE_TEXT);
  }
  const schema = jsonOf(json, "schema") ?? null;
  const schemaFault = sizeFault(json, "schema", maxSchemaBytes);
  if (schemaFault !== null) throw invalidSchema(schemaFault);
  const example = jsonOf(json, "example") ?? null;
  const exampleFault = sizeFault(json, "example", maxSchemaBytes);
  if (exampleFault !== null) throw invalid("body/example", exampleFault);
  if (schema === null && validation !== "off") throw invalid("body/validation", "needs a schema");
  return {
    environment_id: caller.environment.id,
    type: path.type,
    description,
    group,
    visibility,
    schema,
    example,
    deprecated,
    validation,
  };
}

function invalidSchema(message: string, pointer = ""): ApiError {
  return new ApiError("invalid_schema", undefined, { details: [{ path: `body/schema${pointer}`, message }] });
}

/** Throws `ApiError`: `invalid_schema`, and `invalid_event_body` for an example that does not match. */
export async function checkExample(
  { environment_id, schema, example }: EventType,
  schemas: EventSchemas,
): Promise<void> {
  if (schema === null) return;
  const compiled = await schemas.compile(environment_id, schema).catch((error: unknown) => {
    throw error instanceof SchemaError ? invalidSchema(error.message, error.pointer) : error;
  });
  if (example === null) return;
  const details: ErrorDetail[] = bodyDetails(
    await schemas.faults(environment_id, compiled, example),
    "body/example",
  );
  if (details.length > 0) throw new ApiError("invalid_event_body", undefined, { details });
}
