/** Event types and the patterns that subscriptions match them with (docs/contract.md §3, Patterns). Pure. */

const MAX_LENGTH = 256;
/** The first segment of Harbor's own types. */
const RESERVED = "harbor";
const EVENT_TYPE = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
/** Segments are names or `*`; `**` is only allowed as the last one. */
const PATTERN = /^(?:(?:[A-Za-z0-9_-]+|\*)\.)*(?:[A-Za-z0-9_-]+|\*\*?)$/;

/** Whether `text` is an event type: 1-256 characters, dotted segments of `[A-Za-z0-9_-]+`. */
export function isEventType(text: string): boolean {
  return text.length <= MAX_LENGTH && EVENT_TYPE.test(text);
}

/** Whether an event type is reserved for Harbor's operational events. Producers cannot send it. */
export function isReservedEventType(type: string): boolean {
  return type.startsWith(`${RESERVED}.`);
}

/** Whether `text` is a pattern: an event type in which whole segments may be `*` and the last one may be `**`. */
export function isPattern(text: string): boolean {
  return text.length <= MAX_LENGTH && PATTERN.test(text);
}

/**
 * Compiles a valid pattern into a test of the segments of a valid event type. Harbor's own types match only patterns that name
 * them, that is, whose first segment is `harbor`: a `**` for all events of a producer does not subscribe to operational events.
 */
export function compilePattern(pattern: string): (segments: readonly string[]) => boolean {
  const wanted = pattern.split(".");
  const open = wanted.at(-1) === "**";
  const takesReserved = wanted[0] === RESERVED && wanted.length > 1;
  return (given) => {
    if (given[0] === RESERVED && given.length > 1 && !takesReserved) return false;
    if (open ? given.length < wanted.length : given.length !== wanted.length) return false;
    return wanted.every((segment, at) => segment === "*" || segment === "**" || segment === given[at]);
  };
}

/**
 * Whether a valid pattern matches a valid event type.
 *
 * @example
 * matches("order.*", "order.created"); // true
 * matches("order.*", "order.line_item.added"); // false
 * matches("order.**", "order.line_item.added"); // true
 * matches("**", "harbor.destination.paused"); // false
 */
export function matches(pattern: string, type: string): boolean {
  return compilePattern(pattern)(type.split("."));
}
