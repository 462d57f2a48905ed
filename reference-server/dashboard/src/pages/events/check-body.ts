import type { SchemaFault } from "../../../../src/domain/json-schema/schema-run.js";

/** Small enough for a keystroke. */
const LIMITS = { maxSteps: 200_000, maxFaults: 5 };

/**
 * The places at which the body does not match the schema, in the words of the server, whose validator this is. Nothing where the check
 * would take too long: the server decides then.
 */
export async function checkBody(schema: unknown, body: unknown): Promise<SchemaFault[]> {
  const { compileSchema } = await import("../../../../src/domain/json-schema/compile-schema.js");
  try {
    return compileSchema(schema).validate(body, LIMITS).faults;
  } catch {
    return [];
  }
}
