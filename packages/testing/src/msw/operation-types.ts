import type { operations } from "@harbor/client";

/** The operations that a client calls. The others of the specification describe what Harbor itself sends. */
export type OperationId = Exclude<keyof operations, `receive${string}`>;

/** The value of a body of any media type; `undefined` without a body. */
export type ContentOf<Body> = Body extends { content: infer Content } ? Content[keyof Content] : undefined;

/** The body of an operation's success response: the resource, the text of a stream, or nothing. */
export type ResponseOf<Id extends OperationId> = ContentOf<
  operations[Id]["responses"][Extract<keyof operations[Id]["responses"], 200 | 201 | 202 | 204 | 207>]
>;

/** The body of an operation's request. */
export type BodyOf<Id extends OperationId> = [NonNullable<operations[Id]["requestBody"]>] extends [never]
  ? undefined
  : ContentOf<NonNullable<operations[Id]["requestBody"]>>;

/** The parameters of an operation's path. */
export type PathOf<Id extends OperationId> = [NonNullable<operations[Id]["parameters"]["path"]>] extends [
  never,
]
  ? Record<string, never>
  : NonNullable<operations[Id]["parameters"]["path"]>;
