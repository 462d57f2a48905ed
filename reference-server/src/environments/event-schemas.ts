import { type CompiledSchema, compileInSteps } from "../domain/json-schema/compile-schema.js";
import { type SchemaFault, TooCostlyError } from "../domain/json-schema/schema-run.js";
import { createPacer } from "../pacer.js";

/** About 10 ms of one body; the largest bodies of common schemas need less. */
const MAX_STEPS = 200_000;
/** About 2 ms. A body that needs more takes a turn by itself. */
const STEPS_PER_TURN = 40_000;
const MAX_FAULTS = 20;

/** `too_costly`: neither valid nor invalid, because checking it would hold up everything else. */
export type BodyFaults = SchemaFault[] | "too_costly";

/** Compiles and applies the schemas of event types in turns of the event loop that are fair between environments. */
export class EventSchemas {
  readonly #pacer = createPacer(STEPS_PER_TURN);

  /** Throws `SchemaError`. */
  async compile(environmentId: number, json: string): Promise<CompiledSchema> {
    const steps = compileInSteps(JSON.parse(json));
    const next = () => ({ result: steps.next(), cost: STEPS_PER_TURN });
    for (;;) {
      const { done, value } = await this.#pacer.run(environmentId, next);
      if (done === true) return value;
    }
  }

  /** Empty for a body that matches. */
  faults(environmentId: number, schema: CompiledSchema, json: string): BodyFaults | Promise<BodyFaults> {
    return this.#pacer.run(environmentId, () => faultsOf(schema, json));
  }
}

function faultsOf(schema: CompiledSchema, json: string): { result: BodyFaults; cost: number } {
  try {
    const { faults, steps } = schema.validate(JSON.parse(json), {
      maxSteps: MAX_STEPS,
      maxFaults: MAX_FAULTS,
    });
    return { result: faults, cost: steps };
  } catch (error) {
    if (error instanceof TooCostlyError) return { result: "too_costly", cost: MAX_STEPS };
    throw error;
  }
}
