import type { EventType } from "../../domain/domain.js";
import { SchemaError } from "../../domain/json-schema/schema-error.js";
import type { EventSchemas } from "../../environments/event-schemas.js";
import { ApiError, type ErrorDetail } from "../../errors.js";
import { bodyDetails } from "../../ingest/check-body.js";
import type { Call } from "../api.js";
import { bytesOf, invalid, isMemberDeeper, type JsonBody, MAX_MEMBER_DEPTH } from "../json/json-body.js";
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
  const [schema, example] = [memberText(json, "schema"), memberText(json, "example")];
  const [schemaFault, exampleFault] = ["schema", "example"].map((name) =>
    faultOf(json, name, maxSchemaBytes),
  );
  if (schemaFault) throw invalidSchema(schemaFault);
  if (exampleFault) throw invalid("body/example", exampleFault);
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

/** As submitted; null when it is missing or null. */
function memberText(json: JsonBody | null, name: string): string | null {
  const text = json === null ? "null" : (bytesOf(json, name)?.toString("utf8") ?? "null");
  return text === "null" ? null : text;
}

function faultOf(json: JsonBody | null, name: string, maxBytes: number): string | null {
  if (json === null) return null;
  const length = bytesOf(json, name)?.length ?? 0;
  if (length > maxBytes) return `is ${length} bytes (maximum ${maxBytes})`;
  const isTooDeep = isMemberDeeper(json, name, MAX_MEMBER_DEPTH);
  return isTooDeep ? `is nested more than ${MAX_MEMBER_DEPTH} levels deep` : null;
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
