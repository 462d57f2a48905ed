/** Text from outside, harmless to a terminal: control, format and bidirectional characters show as `·`. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "·");
}

/**
 * Text of this command, in which text from outside is printable already: keeps line breaks and colours, and makes everything
 * else harmless in case a piece of it was not.
 */
export function printableStyled(text: string): string {
  return text.replace(STYLED, (found) => (found === "\n" || found.length > 2 ? found : "·"));
}

/** Colours (SGR sequences) whole, every other control character by itself. */
const STYLED = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m|[\\p{C}\\p{Zl}\\p{Zp}]`, "gu");

/**
 * JSON on one line, of printable characters: line breaks between its tokens become spaces, and control, format and bidirectional
 * characters in its strings become escapes of the same value.
 */
export function printableJson(json: string): string {
  return json.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) =>
    found < " "
      ? " "
      : [...Array(found.length).keys()].map((at) => escapeUnit(found.charCodeAt(at))).join(""),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
