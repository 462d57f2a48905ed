import type { Code } from "./verdict.js";

/** The body could not be had as it was sent. Adapters throw it; the core turns it into an answer. */
export class BodyError extends Error {
  override readonly name = "BodyError";
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The error for a body that a framework has parsed: `fix` names the line to change. */
export function alreadyParsed(fix: string): BodyError {
  return new BodyError(
    "body_already_parsed",
    `The body was parsed before the receiver saw it, and the signature covers its raw bytes. ${fix}`,
  );
}

/** In the place of a body that a middleware in front of the receiver has failed on. */
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

/** Bytes out of what frameworks call a raw body: bytes, or text (taken as UTF-8); undefined for anything else. */
export function bytesOf(body: unknown): Uint8Array | undefined {
  if (body instanceof Uint8Array) return body;
  if (typeof body === "string") return new TextEncoder().encode(body);
  return undefined;
}

/** Chunks as one piece. */
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
