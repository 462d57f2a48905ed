import type { Code } from "./verdict.js";

const BODY_ERROR = Symbol.for("@harbor/receiver BodyError");

/** The body could not be read as it was sent. Adapters throw it; the core turns it into a response. */
export class BodyError extends Error {
  override readonly name = "BodyError";
  /** @internal */
  readonly [BODY_ERROR] = true;
  readonly code: Code;

  constructor(code: Code, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }

  /**
   * True across copies of this package in one program, such as its ESM and its CJS build; by prototype for a subclass. The class does not
   * name itself: it would be `_BodyError` in a bundle, and Node.js prints an error with the name of its class.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return Object.hasOwn(this, Symbol.hasInstance)
      ? (value as BodyError | null | undefined)?.[BODY_ERROR] === true
      : super[Symbol.hasInstance](value);
  }
}

/** The error for a body that a framework has parsed. `fix` names the line to change. */
export function alreadyParsed(fix: string): BodyError {
  return new BodyError(
    "body_already_parsed",
    `The body was parsed before the receiver saw it, and the signature covers its raw bytes. ${fix}`,
  );
}

/** Takes the place of a body if a middleware in front of the receiver failed. */
export function failedEarlier(cause: unknown, fix: string): () => Promise<never> {
  return () =>
    Promise.reject(
      new BodyError("body_parser_failed", `A middleware failed before the receiver. ${fix}`, { cause }),
    );
}

export function tooLarge(maxBytes: number): BodyError {
  return new BodyError(
    "body_too_large",
    `The body is over the receiver's limit of ${maxBytes} bytes (maxBodyBytes).`,
  );
}

/** The bytes of a raw body: a view of any realm, or text as UTF-8; undefined for anything else. */
export function bytesOf(body: unknown): Uint8Array | undefined {
  if (typeof body === "string") return new TextEncoder().encode(body);
  // `instanceof` fails for bytes of another realm, as in Jest and vitest with jsdom.
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  const tag = Object.prototype.toString.call(body);
  return tag === "[object ArrayBuffer]" ? new Uint8Array(body as ArrayBuffer) : undefined;
}

/** How much of a body that is too large is read and dropped, so that its sender gets to see the response. */
export const DISCARDED_BYTES = 1_048_576;

/** Joins chunks. */
export function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}
