/**
 * Numbers of JSON texts, compared by the value that is written: a double holds integers up to 2^53 and about 16 digits. A number that
 * a double holds as written stays a `number`; only the others become an `ExactNumber`, so equal values always have the same type.
 */

/** A number whose decimal value no double prints back. */
export class ExactNumber {
  constructor(readonly decimal: Decimal) {}

  /** Whether a double is large enough for it. */
  get isFinite(): boolean {
    return (
      this.decimal.exponent < MAX_DOUBLE_EXPONENT ||
      Number.isFinite(Number(`0.${this.decimal.digits}e${this.decimal.exponent}`))
    );
  }

  /** The same text for the same value. */
  get key(): string {
    const { sign, digits, exponent } = this.decimal;
    return `${sign < 0 ? "-" : "+"}${digits}e${exponent}`;
  }
}

/** `sign` x 0.`digits` x 10^`exponent`; without leading or trailing zeros, so that each value has one form. */
interface Decimal {
  sign: number;
  digits: string;
  exponent: number;
}

/** A number of this form may need more than a double: 16 digits, or an exponent. Also true for some texts without one. */
const MAY_BE_INEXACT = /[0-9][0-9.]{15}|[0-9][eE][0-9+-]/;
/** A whole string, or a whole number that may need more than a double. */
const STRING_OR_NUMBER =
  /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:[0-9][0-9.]{15}[0-9.eE+-]*|[0-9][0-9.]*[eE][0-9+-]+)/gs;
const MAX_DOUBLE_EXPONENT = 309;
/** Marks the strings that represent numbers while the text is parsed, and the strings that look like such a mark. */
const NUMBER_MARK = "\0n";
const STRING_MARK = "\0s";

/** Like `JSON.parse`, with an `ExactNumber` for each number that would lose digits. */
export function parseExactly(json: string): unknown {
  if (!MAY_BE_INEXACT.test(json)) return JSON.parse(json) as unknown;
  const text = json.replace(STRING_OR_NUMBER, mark);
  const value = JSON.parse(text) as unknown;
  return text === json ? value : unmark(value);
}

function mark(token: string): string {
  if (!token.startsWith('"')) return isInexact(token) ? `"\\u0000n${token}"` : token;
  return token.startsWith('"\\u0000') ? `"\\u0000s${token.slice(1)}` : token;
}

function isInexact(token: string): boolean {
  const written = toDecimal(token);
  const held = Number(token);
  return !Number.isFinite(held) || compareDecimals(written, toDecimal(String(held))) !== 0;
}

function unmark(value: unknown): unknown {
  if (typeof value === "string") {
    if (value.startsWith(NUMBER_MARK)) return new ExactNumber(toDecimal(value.slice(NUMBER_MARK.length)));
    return value.startsWith(STRING_MARK) ? value.slice(STRING_MARK.length) : value;
  }
  if (Array.isArray(value)) return value.map(unmark);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [unmark(name), unmark(inner)]));
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compareNumbers(a: number | ExactNumber, b: number | ExactNumber): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return compareDecimals(decimalOf(a), decimalOf(b));
}

function decimalOf(value: number | ExactNumber): Decimal {
  return value instanceof ExactNumber ? value.decimal : toDecimal(String(value));
}

function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.sign !== b.sign || a.sign === 0) return a.sign - b.sign;
  if (a.exponent !== b.exponent) return a.sign * (a.exponent - b.exponent);
  return a.digits === b.digits ? 0 : a.sign * (a.digits < b.digits ? -1 : 1);
}

function toDecimal(text: string): Decimal {
  const negative = text.startsWith("-");
  const [mantissa = "", exponent = "0"] = text.slice(negative ? 1 : 0).split(/[eE]/);
  const [whole = "", fraction = ""] = mantissa.split(".");
  const all = whole + fraction;
  let first = 0;
  while (all.charAt(first) === "0") first++;
  let end = all.length;
  while (end > first && all.charAt(end - 1) === "0") end--;
  if (end === first) return { sign: 0, digits: "", exponent: 0 };
  const digits = all.slice(first, end);
  return { sign: negative ? -1 : 1, digits, exponent: Number(exponent) + whole.length - first };
}
