const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** The bytes of base64 or base64url text, padded or not; undefined if it is neither. */
export function base64ToBytes(text: string): Uint8Array | undefined {
  if (!BASE64.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
