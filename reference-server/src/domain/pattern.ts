/** Event types and the patterns that subscriptions match them with (docs/contract.md §3, Patterns). Pure. */

const MAX_LENGTH = 256;
const EVENT_TYPE = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
/** Segments are names or `*`; `**` is only allowed as the last one. */
const PATTERN = /^(?:(?:[A-Za-z0-9_-]+|\*)\.)*(?:[A-Za-z0-9_-]+|\*\*?)$/;

/** Whether `text` is an event type: 1-256 characters, dotted segments of `[A-Za-z0-9_-]+`. */
export function isEventType(text: string): boolean {
  return text.length <= MAX_LENGTH && EVENT_TYPE.test(text);
}

/** Whether an event type is Harbor's own (operational events): refused from producers. */
export function isReservedEventType(type: string): boolean {
  return type.startsWith("harbor.");
}

/** Whether `text` is a pattern: an event type in which whole segments may be `*` and the last one may be `**`. */
export function isPattern(text: string): boolean {
  return text.length <= MAX_LENGTH && PATTERN.test(text);
}

/**
 * Whether a valid pattern takes a valid event type. Harbor's own types are taken only by patterns that name them, that is,
 * whose first segment is `harbor`: a `**` for everything a producer sends does not subscribe to operational events.
 *
 * @example
 * matches("order.*", "order.created"); // true
 * matches("order.*", "order.line_item.added"); // false
 * matches("order.**", "order.line_item.added"); // true
 * matches("**", "harbor.destination.paused"); // false
 */
export function matches(pattern: string, type: string): boolean {
  if (isReservedEventType(type) && !pattern.startsWith("harbor.")) return false;
  if (!pattern.includes("*")) return pattern === type;
  const wanted = pattern.split(".");
  const given = type.split(".");
  const open = wanted.at(-1) === "**";
  if (open ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, at) => segment === "*" || segment === "**" || segment === given[at]);
}
