import { type CompiledSchema, compileInSteps } from "../domain/json-schema/compile-schema.js";
import { type SchemaFault, TooCostlyError } from "../domain/json-schema/schema-run.js";
import { createPacer } from "../pacer.js";
import { type EventTypeRule, ruleOf, type Store } from "../store/store.js";

/** About 10 ms of one body; the largest bodies of common schemas need less. */
const MAX_STEPS = 200_000;
/** About 2 ms. A body that needs more takes a turn by itself. */
const STEPS_PER_TURN = 40_000;
const MAX_FAULTS = 20;
/** Subschemas, instructions of patterns and parts of texts that are kept compiled: some 50 MB. */
const MAX_KEPT = 100_000;
/** Characters of a schema that take as much memory as one of them, in a long `enum` for example. */
const CHARS_PER_PART = 32;

/** `too_costly`: neither valid nor invalid, because checking it would hold up everything else. */
export type BodyFaults = SchemaFault[] | "too_costly";

/** Compiles and applies the schemas of event types in turns of the event loop that are fair between environments. */
export class EventSchemas {
  readonly #store: Pick<Store, "eventTypes">;
  readonly #pacer = createPacer(STEPS_PER_TURN);
  /** By the id of the schema, the least recently used first. */
  readonly #kept = new Map<string, { schema: CompiledSchema; size: number }>();
  readonly #loading = new Map<string, Promise<CompiledSchema | null>>();
  #size = 0;

  constructor({ store }: { store: Pick<Store, "eventTypes"> }) {
    this.#store = store;
  }

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

  /** The schema of a rule. Null if it has none, or has been replaced since. */
  of(environmentId: number, rule: EventTypeRule): CompiledSchema | null | Promise<CompiledSchema | null> {
    const { schema_id: id } = rule;
    if (id === null) return null;
    const kept = this.#kept.get(id);
    if (kept === undefined)
      return this.#loadOnce(id, () => this.#load(id, { environmentId, type: rule.type }));
    this.#kept.delete(id);
    this.#kept.set(id, kept);
    return kept.schema;
  }

  #loadOnce(id: string, load: () => Promise<CompiledSchema | null>): Promise<CompiledSchema | null> {
    const loading = this.#loading.get(id) ?? load().finally(() => this.#loading.delete(id));
    this.#loading.set(id, loading);
    return loading;
  }

  async #load(
    id: string,
    { environmentId, type }: { environmentId: number; type: string },
  ): Promise<CompiledSchema | null> {
    const eventType = await this.#store.eventTypes.get(environmentId, type);
    if (eventType === null || eventType.schema === null || ruleOf(eventType).schema_id !== id) return null;
    const compiled = await this.compile(environmentId, eventType.schema);
    this.#keep(id, { schema: compiled, size: compiled.size + eventType.schema.length / CHARS_PER_PART });
    return compiled;
  }

  #keep(id: string, kept: { schema: CompiledSchema; size: number }): void {
    this.#kept.set(id, kept);
    this.#size += kept.size;
    for (const [oldest, { size }] of this.#kept) {
      if (this.#size <= MAX_KEPT || oldest === id) return;
      this.#kept.delete(oldest);
      this.#size -= size;
    }
  }
}

function faultsOf(schema: CompiledSchema, json: string): { result: BodyFaults; cost: number } {
  const limits = { maxSteps: MAX_STEPS, maxFaults: MAX_FAULTS };
  try {
    const { faults, steps } = schema.validate(JSON.parse(json), limits);
    return { result: faults, cost: steps };
  } catch (error) {
    if (error instanceof TooCostlyError) return { result: "too_costly", cost: MAX_STEPS };
    throw error;
  }
}
