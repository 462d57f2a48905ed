/** The tokens of JSON text that have a form of their own: white space, literals, numbers and escapes (RFC 8259 sections 2, 3, 6 and 7). */

const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const UPPER_E = 0x45;
const LOWER_E = 0x65;
const LOWER_U = 0x75;

const SIMPLE_ESCAPES = tableOf('"\\/bfnrt');
const HEX_DIGITS = tableOf("0123456789ABCDEFabcdef");

const LITERALS = ["true", "false", "null"].map((word) => Buffer.from(word));

export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The length of `true`, `false` or `null` at `from`; 0 if none of them is there. */
export function literalLength(bytes: Buffer, from: number): number {
  for (const word of LITERALS) {
    let at = 0;
    while (at < word.length && bytes[from + at] === word[at]) at++;
    if (at === word.length) return at;
  }
  return 0;
}

export function startsNumber(byte: number | undefined): boolean {
  return byte === MINUS || isDigit(byte);
}

/** The end of the number at `from`; `from` itself if there is no digit. A fraction or exponent that is not complete is not part of it. */
export function numberEnd(bytes: Buffer, from: number): number {
  const digits = bytes[from] === MINUS ? from + 1 : from;
  let at = bytes[digits] === ZERO ? digits + 1 : skipDigits(bytes, digits);
  if (at === digits) return from;
  if (bytes[at] === DOT) at = afterDigits(bytes, at + 1, at);
  const byte = bytes[at];
  if (byte === UPPER_E || byte === LOWER_E) {
    const sign = bytes[at + 1];
    at = afterDigits(bytes, sign === PLUS || sign === MINUS ? at + 2 : at + 1, at);
  }
  return at;
}

/** The length of the escape at the backslash `at`; 0 for an escape that JSON does not have. */
export function escapeLength(bytes: Buffer, at: number): number {
  const kind = bytes[at + 1] ?? 0;
  if (kind !== LOWER_U) return SIMPLE_ESCAPES[kind] === 1 ? 2 : 0;
  for (let digit = at + 2; digit < at + 6; digit++) {
    if (HEX_DIGITS[bytes[digit] ?? 0] !== 1) return 0;
  }
  return 6;
}

/** For each byte, whether it is one of these characters: 1 or 0. */
function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(characters)) table[byte] = 1;
  return table;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/** The end of the digits at `from`, or `otherwise` if no digit is there. */
function afterDigits(bytes: Buffer, from: number, otherwise: number): number {
  const end = skipDigits(bytes, from);
  return end === from ? otherwise : end;
}

function skipDigits(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && isDigit(bytes[at])) at++;
  return at;
}
