import type { FetchResponse } from "./options.js";

/** Reads a body as UTF-8 text, but not beyond `maxBytes`: a server cannot fill the client's memory. */
export async function readText(
  response: FetchResponse,
  maxBytes: number,
): Promise<{ text: string; isTruncated: boolean }> {
  const body = response.body as Partial<ReadableStream<Uint8Array>> | null | undefined;
  if (body?.getReader === undefined) {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return {
      text: new TextDecoder().decode(bytes.subarray(0, maxBytes)),
      isTruncated: bytes.length > maxBytes,
    };
  }
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parts: string[] = [];
  for (let bytes = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return { text: parts.join("") + decoder.decode(), isTruncated: false };
    bytes += value.length;
    parts.push(decoder.decode(value, { stream: true }));
    if (bytes <= maxBytes) continue;
    // Not awaited: it settles only when every other reader of a shared body is done.
    reader.cancel().catch(() => undefined);
    return { text: parts.join(""), isTruncated: true };
  }
}
