/** How another program might have written the same JSON. */
interface Layout {
  readonly indent?: string;
  readonly afterColon?: string;
  readonly afterComma?: string;
}

const layouts: readonly Layout[] = [
  {}, // JSON.stringify
  { afterColon: " ", afterComma: " " }, // Python
  ...["  ", "    ", "\t"].map((indent) => ({ indent, afterColon: " " })),
];

const asIs = (text: string): string => text;
const unicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
const escapeNonAscii = (text: string): string => text.replace(/[\u0080-\uffff]/g, unicodeEscape);

/** How strings may have been written. None of these characters occurs in JSON outside of strings. */
const spellings: readonly ((text: string) => string)[] = [
  asIs,
  escapeNonAscii, // Python
  (text) => escapeNonAscii(text).replace(/(?<!\\)\//g, "\\/"), // PHP
  (text) => text.replace(/[<>&\u2028\u2029]/g, unicodeEscape), // Go
  (text) => text.replace(/\\u(?!00[01]|0022|005[cC])([0-9a-fA-F]{4})/g, (_, hex: string) => fromHex(hex)),
  (text) => text.replaceAll("\\/", "/"),
];

const fromHex = (hex: string): string => String.fromCharCode(parseInt(hex, 16));

/** Indented, a body grows by its depth times its length: nested deep enough it would not fit into memory. */
const MAX_DEPTH = 64;

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

/** The same JSON in the layouts and spellings of the usual serialisers, numbers untouched; none if it is not JSON. */
export function* jsonLayouts(text: string): Generator<string> {
  if (!isJson(text)) return;
  const tokens = text.match(TOKEN) ?? [];
  if (depthOf(tokens) > MAX_DEPTH) return;
  const seen = new Set<string>([text]);
  for (const layout of [undefined, ...layouts]) {
    const written = layout === undefined ? text : writeTokens(tokens, layout);
    for (const spell of spellings) {
      const variant = spell(written);
      if (seen.has(variant)) continue;
      seen.add(variant);
      yield variant;
    }
  }
}

/** Whether the text is what JSON.stringify makes of it, as a body that went through a parser is. */
export function isCanonicalJson(text: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === text;
  } catch {
    return false; // not JSON, or nested deeper than the stack
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function depthOf(tokens: readonly string[]): number {
  let depth = 0;
  let deepest = 0;
  for (const token of tokens) {
    if (isOpening(token)) depth += 1;
    else if (isClosing(token)) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function writeTokens(
  tokens: readonly string[],
  { indent, afterColon = "", afterComma = "" }: Layout,
): string {
  let depth = 0;
  let out = "";
  const breakLine = (): string => (indent === undefined ? "" : `\n${indent.repeat(depth)}`);
  tokens.forEach((token, index) => {
    const isEmpty = isOpening(tokens[index - 1]) && isClosing(token);
    if (isClosing(token)) {
      depth -= 1;
      if (!isEmpty) out += breakLine();
    }
    out += token;
    if (isOpening(token)) {
      depth += 1;
      if (!isClosing(tokens[index + 1])) out += breakLine();
    } else if (token === ",") {
      out += indent === undefined ? afterComma : breakLine();
    } else if (token === ":") {
      out += afterColon;
    }
  });
  return out;
}

const isOpening = (token: string | undefined): boolean => token === "{" || token === "[";
const isClosing = (token: string | undefined): boolean => token === "}" || token === "]";
