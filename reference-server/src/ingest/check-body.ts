import type { Deps } from "../deps.js";
import { isReservedEventType } from "@harbor/shared/event-patterns";
import type { BodyFaults, EventSchemas } from "../environments/event-schemas.js";
import { ApiError, type ErrorDetail } from "../errors.js";
import type { Metrics } from "../metrics.js";
import { type EventTypeRule, ruleOf } from "../store/store.js";
import { typeFault } from "./check-event.js";

interface Checked {
  environmentId: number;
  type: string;
  body: Buffer;
}

export interface BodyChecksParts {
  schemas: EventSchemas;
  metrics: Pick<Metrics, "mismatched">;
}

/** Checks new events against the catalogue. */
export class BodyChecks {
  readonly #deps: Pick<Deps, "config" | "log" | "store">;
  readonly #parts: BodyChecksParts;

  constructor(deps: Pick<Deps, "config" | "log" | "store">, parts: BodyChecksParts) {
    this.#deps = deps;
    this.#parts = parts;
  }

  /**
   * `invalid_event_type`, `invalid_event_body`, or null for an event that can be taken: at once if nothing has to be waited for.
   *
   * @param rule undefined for a type that the catalogue does not have
   */
  fault(rule: EventTypeRule | undefined, event: Checked): ApiError | null | Promise<ApiError | null> {
    if (rule === undefined) return this.#unknownType(event.type);
    if (rule.validation === "off") return null;
    const { schemas } = this.#parts;
    const schema = schemas.of(event.environmentId, rule);
    const json = () => event.body.toString("utf8");
    const faults =
      schema instanceof Promise
        ? schema.then((loaded) => loaded && schemas.faults(event.environmentId, loaded, json()))
        : schema && schemas.faults(event.environmentId, schema, json());
    if (faults instanceof Promise) return faults.then((found) => this.#result(rule, found));
    return this.#result(rule, faults);
  }

  /** Whether the catalogue still has exactly this rule: another process may have replaced it. */
  async isCurrent(rule: EventTypeRule | undefined, { environmentId, type }: Checked): Promise<boolean> {
    const stored = await this.#deps.store.eventTypes.get(environmentId, type);
    const current = stored === null ? undefined : ruleOf(stored);
    return current?.schema_id === rule?.schema_id && current?.validation === rule?.validation;
  }

  #unknownType(type: string): ApiError | null {
    if (this.#deps.config.eventTypes !== "strict" || isReservedEventType(type)) return null;
    return typeFault("The type is not in the catalogue, and this server takes only types that are.");
  }

  #result({ type, validation }: EventTypeRule, faults: BodyFaults | null): ApiError | null {
    if (faults === null || faults.length === 0) return null;
    const reason = faults === "too_costly" ? "too_costly" : "mismatch";
    this.#parts.metrics.mismatched({ validation, reason });
    const details = bodyDetails(faults, "body/body");
    if (validation === "enforce") return new ApiError("invalid_event_body", undefined, { details });
    this.#deps.log.warn(
      { event_type: type, details },
      "event accepted: its body does not match the schema of its type",
    );
    return null;
  }
}

/** The faults of a body that lies at `path` of the request. */
export function bodyDetails(faults: BodyFaults, path: string): ErrorDetail[] {
  if (faults === "too_costly") return [{ path, message: "is too costly to check against the schema" }];
  return faults.map(({ pointer, message }) => ({ path: path + pointer, message }));
}
