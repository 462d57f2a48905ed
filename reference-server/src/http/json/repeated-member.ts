import { pointerToken } from "./json-body.js";
import { JsonScanner } from "./json-scanner.js";

/** A filter has no more levels; further ones are not looked at, so that nesting costs no stack. */
const MAX_LEVELS = 32;

/**
 * The place of a member whose name its object has already, as a JSON Pointer; null without one. A parser keeps the last of the two and
 * drops the other without a word. For valid JSON.
 */
export function repeatedMember(json: string): string | null {
  const scanner = new JsonScanner(Buffer.from(json), { maxDepth: Infinity, maxValues: Infinity });
  let found: string | null = null;
  const walk = (place: string, level: number): boolean => {
    if (level === MAX_LEVELS) return scanner.skipValue();
    if (scanner.isAtArray()) return scanner.array((index) => walk(`${place}/${index}`, level + 1));
    if (!scanner.isAtObject()) return scanner.skipValue();
    const names = new Set<string>();
    return scanner.object((name) => {
      const inside = `${place}/${pointerToken(name)}`;
      if (names.has(name)) {
        found = inside;
        return false;
      }
      names.add(name);
      return walk(inside, level + 1);
    });
  };
  walk("", 0);
  return found;
}
