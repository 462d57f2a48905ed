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

/** Reads a stream of chunks up to `maxBytes`. */
export async function collect(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLarge(maxBytes);
    parts.push(chunk);
  }
  return concat(parts, length);
}

export function concat(parts: Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}
