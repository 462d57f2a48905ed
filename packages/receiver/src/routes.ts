import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Context } from "./context.js";
import type { EventSchemas, Handler } from "./events.js";
import type { SchemeName } from "./scheme.js";
import { isPattern, matches } from "@harbor/shared/event-patterns";
import { bySpecificity } from "./patterns.js";

/** A handler without its types, which `createReceiver` has checked. */
export type AnyHandler = Handler<unknown, Context<string, unknown, boolean, unknown, SchemeName>>;

/** The handler of each type: the one of the exact name, else of the most specific pattern, else `otherwise`. */
export interface Routes {
  readonly schemas: EventSchemas;
  add(pattern: string, handler: AnyHandler): void;
  addOtherwise(handler: AnyHandler): void;
  find(type: string): AnyHandler | undefined;
  schemaOf(type: string): StandardSchemaV1 | undefined;
}

export function createRoutes(schemas: EventSchemas): Routes {
  const handlers = new Map<string, AnyHandler>();
  let wildcards: string[] = [];
  let otherwise: AnyHandler | undefined;
  return {
    schemas,
    add(pattern, handler) {
      if (!isPattern(pattern)) throw new TypeError(`"${pattern}" is not an event type pattern.`);
      if (handlers.has(pattern))
        throw new TypeError(`"${pattern}" already has a handler; only one can run for an event.`);
      assertFunction(handler, `The handler of "${pattern}"`);
      handlers.set(pattern, handler);
      if (pattern.includes("*")) wildcards = [...wildcards, pattern].sort(bySpecificity);
    },
    addOtherwise(handler) {
      if (otherwise !== undefined) throw new TypeError("otherwise() already has a handler.");
      assertFunction(handler, "The handler of otherwise()");
      otherwise = handler;
    },
    find(type) {
      const pattern = handlers.has(type) ? type : wildcards.find((wildcard) => matches(wildcard, type));
      return pattern === undefined ? otherwise : handlers.get(pattern);
    },
    schemaOf: (type) => (Object.hasOwn(schemas, type) ? schemas[type] : undefined),
  };
}

/** JavaScript callers may pass anything; fail at start-up and not with the first delivery. */
function assertFunction(handler: unknown, what: string): void {
  if (typeof handler !== "function") throw new TypeError(`${what} is not a function.`);
}
