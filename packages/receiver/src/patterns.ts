const SEGMENT = /^[A-Za-z0-9_-]+$/;
const MAX_LENGTH = 256;

/** Whether `text` is an event type: dotted segments, no wildcard. https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#patterns */
export function isEventType(text: string): boolean {
  return text.length <= MAX_LENGTH && text.split(".").every((segment) => SEGMENT.test(segment));
}

/** Whether `text` is a pattern: `*` is one whole segment, `**` one or more whole segments at the end. */
export function isPattern(text: string): boolean {
  const segments = text.split(".");
  const last = segments.length - 1;
  return (
    text.length <= MAX_LENGTH &&
    segments.every(
      (segment, i) => segment === "*" || (segment === "**" && i === last) || SEGMENT.test(segment),
    )
  );
}

/** Harbor's own types (`harbor.…`) are matched only by patterns that begin with `harbor.` themselves. */
export function matches(pattern: string, type: string): boolean {
  if (type.startsWith("harbor.") && !pattern.startsWith("harbor.")) return false;
  const wanted = pattern.split(".");
  const found = type.split(".");
  if (wanted.at(-1) === "**" ? found.length < wanted.length : found.length !== wanted.length) return false;
  return wanted.every((segment, i) => segment === "*" || segment === "**" || segment === found[i]);
}

/** Orders patterns that match the same type, the most specific first: at the first difference, a name before `*` before `**`. */
export function bySpecificity(a: string, b: string): number {
  const left = a.split(".");
  const right = b.split(".");
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = wildcardRank(left[i]) - wildcardRank(right[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function wildcardRank(segment: string | undefined): number {
  if (segment === "**") return 2;
  return segment === "*" ? 1 : 0;
}
