/** The parsed body. Bytes that are not UTF-8 are not JSON. */
export function parseJson(bytes: Uint8Array): { ok: true; json: unknown } | { ok: false } {
  try {
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return { ok: true, json };
  } catch {
    return { ok: false };
  }
}
