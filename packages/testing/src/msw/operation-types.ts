import type { operations } from "@harbor/client";

/** The operations that a client calls. The others of the specification describe what Harbor itself sends. */
export type OperationId = Exclude<keyof operations, `receive${string}`>;

type ContentOf<Response> = Response extends { content: infer Content } ? Content[keyof Content] : undefined;
type Responses<Id extends OperationId> = operations[Id]["responses"];
type Success<Id extends OperationId> = Extract<keyof Responses<Id>, 200 | 201 | 202 | 204 | 207>;

/** The body of an operation's success response: the resource, the text of a stream, or nothing. */
export type ResponseOf<Id extends OperationId> = ContentOf<Responses<Id>[Success<Id>]>;

type BodyContent<Id extends OperationId> = NonNullable<operations[Id]["requestBody"]>;

/** The body of an operation's request. */
export type BodyOf<Id extends OperationId> = [BodyContent<Id>] extends [never]
  ? undefined
  : ContentOf<BodyContent<Id>>;

/** The parameters of an operation's path. */
export type PathOf<Id extends OperationId> = [NonNullable<operations[Id]["parameters"]["path"]>] extends [
  never,
]
  ? Record<string, never>
  : NonNullable<operations[Id]["parameters"]["path"]>;
