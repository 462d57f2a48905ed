/** Runs a statement. The driver's own error for a table that was never created does not name the remedy. */
export async function withTable<Result>(
  table: string,
  isMissing: (error: unknown) => boolean,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!isMissing(error)) throw error;
    const message = `Table ${table} is missing: call \`await store.migrate()\` once, before the receiver starts.`;
    throw new Error(message, { cause: error });
  }
}

/** Whether an error, or one that it was caused by, has this `code`: ORMs wrap the driver's error. */
export function hasCode(error: unknown, codes: readonly string[]): boolean {
  for (
    let current = error, depth = 0;
    depth < 5 && typeof current === "object" && current !== null;
    depth += 1
  ) {
    const { code, meta, cause } = current as { code?: unknown; meta?: { code?: unknown }; cause?: unknown };
    if ([code, meta?.code].some((each) => typeof each === "string" && codes.includes(each))) return true;
    current = cause;
  }
  return false;
}
