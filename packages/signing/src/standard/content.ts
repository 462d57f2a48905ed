const encoder = new TextEncoder();

/**
 * The bytes that a signature covers before the body. An id with a full stop could be read as an id and a timestamp, so signers
 * refuse it; a receiver accepts it, as the body of an event begins with `{` and not with a number and a full stop.
 */
export const standardHead = (id: string, timestamp: number | string): string => `${id}.${timestamp}.`;

/** Head and body as one message, as Ed25519 needs it. */
export function messageOf(head: string, body: string | Uint8Array): Uint8Array {
  const start = encoder.encode(head);
  const rest = typeof body === "string" ? encoder.encode(body) : body;
  const message = new Uint8Array(start.length + rest.length);
  message.set(start);
  message.set(rest, start.length);
  return message;
}

/** The base64 of a digest in hex. */
export function hexToBase64(hex: string): string {
  let binary = "";
  for (let index = 0; index < hex.length; index += 2) {
    binary += String.fromCharCode(Number.parseInt(hex.slice(index, index + 2), 16));
  }
  return btoa(binary);
}
