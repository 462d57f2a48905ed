import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Context } from "./context.js";
import type { Outcome } from "./outcome.js";
import type { SchemeName } from "./scheme.js";

/** Event type -> Standard Schema (zod, valibot, arktype, …) of its body. */
export type EventSchemas = Record<string, StandardSchemaV1>;

/** The body a handler gets for one event type: its schema's output, `unknown` without a schema. */
export type BodyOf<Events extends EventSchemas, Type extends string> = Type extends keyof Events
  ? StandardSchemaV1.InferOutput<Events[Type]>
  : unknown;

/** The types a handler can be registered for: those of `events`, or any without `events`. */
export type TypeOf<Events extends EventSchemas> = keyof Events & string;

/** A pattern with a wildcard in it. */
export type Wildcard = `${"" | `${string}.`}${"*" | "**"}${"" | `.${string}`}`;

/** Whether a pattern matches a type, evaluated by the compiler. */
export type Matches<Pattern extends string, Type extends string> = Type extends `harbor.${string}`
  ? Pattern extends `harbor.${infer Rest}`
    ? MatchesRest<Rest, Type extends `harbor.${infer Tail}` ? Tail : never>
    : false
  : MatchesRest<Pattern, Type>;

/** {@link Matches} without the rule for types that begin with `harbor.`. */
export type MatchesRest<Pattern extends string, Type extends string> = Pattern extends "**"
  ? true
  : Pattern extends `${infer Head}.${infer Tail}`
    ? Type extends `${infer TypeHead}.${infer TypeTail}`
      ? Head extends "*" | TypeHead
        ? MatchesRest<Tail, TypeTail>
        : false
      : false
    : Type extends `${string}.${string}`
      ? false
      : Pattern extends "*" | Type
        ? true
        : false;

/** The types of `events` that a pattern matches. */
export type Matching<Events extends EventSchemas, Pattern extends string> = {
  [Type in keyof Events & string]: Matches<Pattern, Type> extends true ? Type : never;
}[keyof Events & string];

/** The context of one listed type, for a handler of exactly that type. */
export type ContextOf<
  Events extends EventSchemas,
  Type extends string,
  CommitTx,
  Scheme extends SchemeName = "harbor",
> = Context<Type, BodyOf<Events, Type>, string extends keyof Events ? boolean : true, CommitTx, Scheme>;

/**
 * The context of a wildcard handler: one member for each listed type that matches, and one for types that are not in `events`,
 * because a producer may add a type that matches too.
 */
export type WildcardContext<
  Events extends EventSchemas,
  Pattern extends string,
  CommitTx,
  Scheme extends SchemeName = "harbor",
> =
  | {
      [Type in Matching<Events, Pattern>]: Context<Type, BodyOf<Events, Type>, true, CommitTx, Scheme>;
    }[Matching<Events, Pattern>]
  | Context<string, unknown, false, CommitTx, Scheme>;

/** The result of a handler: nothing, or one of `ack()`, `retry()`, `reject()`. */
export type HandlerResult = Outcome | void;

/** Handles the validated body and the context of one delivery. Awaited before the response is sent. */
export type Handler<Body, Ctx> = (body: Body, ctx: Ctx) => HandlerResult | Promise<HandlerResult>;
