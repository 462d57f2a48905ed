import { type Budget } from "./budget.js";
import { MAX_DEPTH, scanJson } from "./json-scan.js";

/** The white space that a serialiser writes. */
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

/** How serialisers escape strings. None of these characters occurs in JSON outside of strings. */
const spellings: readonly ((text: string) => string)[] = [
  asIs,
  escapeNonAscii, // Python
  (text) => escapeNonAscii(text).replace(/(?<!\\)\//g, "\\/"), // PHP
  (text) => text.replace(/[<>&\u2028\u2029]/g, unicodeEscape), // Go
  (text) => text.replace(/\\u(?!00[01]|0022|005[cC])([0-9a-fA-F]{4})/g, (_, hex: string) => fromHex(hex)),
  (text) => text.replaceAll("\\/", "/"),
];

const fromHex = (hex: string): string => String.fromCharCode(parseInt(hex, 16));

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

/** Measured: writing one token costs about as much as hashing 150 bytes, replacing in a text 20 for each character. */
const TOKEN_UNITS = 150;
const CHARACTER_UNITS = 20;

/**
 * The same JSON in the layouts and spellings of the common serialisers, numbers unchanged; nothing if the text is not JSON. Ends
 * when the budget does.
 */
export function* jsonLayouts(text: string, budget: Budget): Generator<string> {
  const { depth, tokens: tokenCount } = scanJson(text);
  const writingUnits = tokenCount * TOKEN_UNITS + text.length * CHARACTER_UNITS;
  // Parsing the text and cutting it into tokens costs as much as writing it twice.
  if (depth > MAX_DEPTH || !budget.spend(2 * writingUnits) || !isJson(text)) return;
  const tokens = text.match(TOKEN) ?? [];
  const seen = new Set<string>([text]);
  for (const layout of [undefined, ...layouts]) {
    if (layout !== undefined && !budget.spend(writingUnits)) return;
    const written = layout === undefined ? text : writeTokens(tokens, layout);
    for (const spell of spellings) {
      if (!budget.spend(written.length * CHARACTER_UNITS)) return;
      const variant = spell(written);
      if (seen.has(variant)) continue;
      seen.add(variant);
      yield variant;
    }
  }
}

/** Whether JSON.stringify would write the text the same way, as it does for a body that was parsed and written again. */
export function isCanonicalJson(text: string, budget: Budget): boolean {
  const { depth, tokens } = scanJson(text);
  if (depth > MAX_DEPTH || !budget.spend(tokens * TOKEN_UNITS + text.length * CHARACTER_UNITS)) return false;
  try {
    return JSON.stringify(JSON.parse(text)) === text;
  } catch {
    return false;
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
