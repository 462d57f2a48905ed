/** The work that one diagnosis may do, in units of one byte hashed by `node:crypto` (about 1 ns). */
export interface Budget {
  /** Takes the units and returns whether that many were left. Once it returns false the search ends. */
  spend(units: number): boolean;
  /** As `spend`, for one digest of a body of this size. */
  spendDigest(bytes: number): boolean;
}

/** About 20 ms. */
const SEARCH_UNITS = 12_000_000;
/** Creating the objects of a digest costs about as much as hashing this many bytes. */
const DIGEST_UNITS = 4_000;
/** The key and the padding are hashed too. */
const FIXED_BYTES = 256;

/**
 * Counts work and not time: in Workers the clock does not move while code runs, and a count gives the same findings every time.
 */
export function createBudget({ unitsPerHashedByte }: { readonly unitsPerHashedByte: number }): Budget {
  let left = SEARCH_UNITS;
  const spend = (units: number): boolean => {
    left -= units;
    return left >= 0;
  };
  return {
    spend,
    spendDigest: (bytes) => spend(DIGEST_UNITS + (FIXED_BYTES + bytes) * unitsPerHashedByte),
  };
}
