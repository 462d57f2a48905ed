/** 128 random bits in hex. Not `randomUUID`, which pages that are not served over TLS do not have. */
export function createIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether an event brings its own `idempotency_key`, beside which a generated header would be a contradiction. */
export function hasOwnIdempotencyKey(url: string, body: ArrayBuffer | undefined): boolean {
  if (body === undefined || !new URL(url).pathname.endsWith("/events")) return false;
  const text = new TextDecoder().decode(body);
  // Most events have none; looking for the name is far cheaper than parsing a large body.
  if (!text.includes('"idempotency_key"')) return false;
  try {
    const event = JSON.parse(text) as { idempotency_key?: unknown } | null;
    return typeof event?.idempotency_key === "string";
  } catch {
    return false;
  }
}
