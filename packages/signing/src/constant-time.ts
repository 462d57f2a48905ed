/**
 * Whether the text in a header equals the digest, in the same time for every text of the digest's length:
 * the loop has no branch and no early end. `crypto.timingSafeEqual` would do the same in Node, but needs both texts as
 * buffers, which made a verification of 256 bytes measurably slower.
 */
export function equalInConstantTime(text: string, digest: string): boolean {
  if (text.length !== digest.length) return false;
  let difference = 0;
  for (let index = 0; index < digest.length; index += 1) {
    difference |= text.charCodeAt(index) ^ digest.charCodeAt(index);
  }
  return difference === 0;
}

/** Compares with every text, so that the time taken does not depend on which one matched. */
export function includesInConstantTime(texts: readonly string[], digest: string): boolean {
  let found = false;
  for (const text of texts) found = equalInConstantTime(text, digest) || found;
  return found;
}
