import type { BodyFaults } from "../environments/event-schemas.js";
import type { ErrorDetail } from "../errors.js";

/** The faults of a body that lies at `path` of the request. */
export function bodyDetails(faults: BodyFaults, path: string): ErrorDetail[] {
  if (faults === "too_costly") return [{ path, message: "is too costly to check against the schema" }];
  return faults.map(({ pointer, message }) => ({ path: path + pointer, message }));
}
