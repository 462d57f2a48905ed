import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Context } from "./context.js";
import { isOutcome } from "./outcome.js";
import type { AnyHandler } from "./routes.js";
import type { SchemeName } from "./scheme.js";
import type { Verdict } from "./verdict.js";

export interface HandlerRun {
  readonly handler: AnyHandler;
  readonly schema: StandardSchemaV1 | undefined;
  readonly json: unknown;
  /** The context without its body, which is the schema's output. */
  readonly context: Omit<Context<string, unknown, boolean, unknown, SchemeName>, "body">;
}

/** Validates the body and awaits the handler. Never rejects: the verdict follows from what the handler returned or threw. */
export async function runHandler({ handler, schema, json, context }: HandlerRun): Promise<Verdict> {
  try {
    const validation = await validate(schema, json);
    if (!validation.ok) return { code: "schema_mismatch", reason: validation.reason };
    if (context.signal.aborted)
      return { code: "timed_out", hint: "The time ran out before the handler started." };
    const result = await handler(validation.body, { ...context, body: validation.body });
    return verdictOf(result) ?? { code: "handled" };
  } catch (thrown) {
    return verdictOf(thrown) ?? { code: "handler_failed", cause: thrown };
  }
}

function verdictOf(value: unknown): Verdict | undefined {
  if (!isOutcome(value)) return undefined;
  if (value.kind === "ack") return { code: "handled" };
  if (value.kind === "reject") return { code: "rejected", reason: value.message };
  return { code: "retry_requested", reason: value.message, retryAfterSeconds: value.afterSeconds };
}

type Validation = { ok: true; body: unknown } | { ok: false; reason: string };

/** The schema's output, or the reason for Harbor why the body is invalid. */
async function validate(schema: StandardSchemaV1 | undefined, value: unknown): Promise<Validation> {
  if (schema === undefined) return { ok: true, body: value };
  const result = await schema["~standard"].validate(value);
  if (result.issues === undefined) return { ok: true, body: result.value };
  return { ok: false, reason: result.issues.map(describe).join("; ") };
}

function describe({ path = [], message }: StandardSchemaV1.Issue): string {
  const steps = path.map((step) => String(typeof step === "object" ? step.key : step));
  return `${["body", ...steps].join("/")}: ${message}`;
}
