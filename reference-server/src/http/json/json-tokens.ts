/** Where the tokens of JSON text end that have a form of their own: numbers and escapes (RFC 8259 sections 6 and 7). */

const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_E = 0x65;
const LOWER_U = 0x75;

const SIMPLE_ESCAPES = new Set(Buffer.from('"\\/bfnrt'));

export function startsNumber(byte: number | undefined): boolean {
  return byte === MINUS || isDigit(byte);
}

/** The end of the number at `from`; `from` itself if there is no digit. A fraction or exponent that is not complete is not part of it. */
export function numberEnd(bytes: Buffer, from: number): number {
  let at = bytes[from] === MINUS ? from + 1 : from;
  if (!isDigit(bytes[at])) return from;
  at = bytes[at] === ZERO ? at + 1 : skipDigits(bytes, at);
  if (bytes[at] === DOT && isDigit(bytes[at + 1])) at = skipDigits(bytes, at + 1);
  if (((bytes[at] ?? 0) | 0x20) === LOWER_E) {
    const sign = bytes[at + 1];
    const digits = sign === PLUS || sign === MINUS ? at + 2 : at + 1;
    if (isDigit(bytes[digits])) at = skipDigits(bytes, digits);
  }
  return at;
}

/** The length of the escape at the backslash `at`; 0 for an escape that JSON does not have. */
export function escapeLength(bytes: Buffer, at: number): number {
  const kind = bytes[at + 1] ?? 0;
  if (kind !== LOWER_U) return SIMPLE_ESCAPES.has(kind) ? 2 : 0;
  return /^[0-9A-Fa-f]{4}$/.test(bytes.toString("latin1", at + 2, at + 6)) ? 6 : 0;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

function skipDigits(bytes: Buffer, from: number): number {
  let at = from;
  while (isDigit(bytes[at])) at++;
  return at;
}
