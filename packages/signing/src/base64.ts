/**
 * The bytes of base64 text, with or without its padding; undefined for anything else, also for base64url, white space and
 * text that was cut off.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text);
    const padded = btoa(binary);
    if (text !== padded && text !== padded.replace(/=+$/, "")) return undefined;
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

export const encodeBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
