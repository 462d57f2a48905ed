/** The size of a JSON text in the two ways that make it expensive to process. */
export interface JsonScan {
  readonly depth: number;
  /** Punctuation and values. */
  readonly tokens: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Measures a text before anything parses it: how deep JSON.parse and JSON.stringify can go depends on the engine, and so would
 * the findings. Says nothing about whether the text is JSON.
 */
export function scanJson(text: string): JsonScan {
  let depth = 0;
  let deepest = 0;
  let tokens = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isInString) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) isInString = false;
      continue;
    }
    if (code === QUOTE) {
      isInString = true;
      tokens += 1;
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      tokens += 1;
      deepest = Math.max(deepest, depth);
    } else if (code === 0x5d || code === 0x7d) {
      depth -= 1;
      tokens += 1;
    } else if (code === 0x2c || code === 0x3a) {
      // With the number or literal before it, if there is one.
      tokens += 2;
    }
  }
  return { depth: deepest, tokens };
}

/** Deeper or larger values are not searched. Harbor's own bodies may be deeper; a finding is not worth the cost there. */
export const MAX_DEPTH = 64;
const MAX_VALUES = 100_000;

/** Whether a parsed value is small enough to be written as JSON. Iterative, so that a cycle ends it too. */
export function isWritable(value: unknown): boolean {
  let level: unknown[] = [value];
  let count = 0;
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each !== "object" || each === null) continue;
      for (const child of Object.values(each as Record<string, unknown>)) next.push(child);
      count += next.length;
      if (count > MAX_VALUES) return false;
    }
    if (next.length === 0) return true;
    level = next;
  }
  return false;
}
