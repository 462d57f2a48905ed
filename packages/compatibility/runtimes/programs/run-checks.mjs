/**
 * Runs checks one after the other. Nothing here or in the other files beside it is more than every runtime has.
 *
 * @param {(readonly [name: string, check: () => unknown])[]} checks
 * @returns {Promise<{ passed: number, failures: string[] }>}
 */
export async function runChecks(checks) {
  const failures = [];
  for (const [name, check] of checks) {
    try {
      await check();
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { passed: checks.length - failures.length, failures };
}

/** Throws unless both are the same as JSON. */
export function expectSame(actual, expected) {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) throw new Error(`${found} instead of ${wanted}`);
}
