/** A schema that cannot be used. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  /** @param pointer a JSON Pointer into the schema */
  constructor(
    readonly pointer: string,
    message: string,
  ) {
    super(message);
  }
}
