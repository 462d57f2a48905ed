/** The store did not respond in time: its connection pool is exhausted, or the database hangs. */
class StoreTimeoutError extends Error {
  override readonly name = "StoreTimeoutError";
}

interface StoreCall<Result> {
  readonly timeoutMs: number;
  /** Receives a result that arrives after the limit. */
  readonly onLate?: (result: Result) => void;
}

/** Awaits a store for at most `timeoutMs`, so that a store that hangs does not use up the handler's time. */
export async function storeCall<Result>(
  call: () => Promise<Result>,
  { timeoutMs, onLate }: StoreCall<Result>,
): Promise<Result> {
  const result = call();
  let isLate = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(new StoreTimeoutError(`The store did not respond within ${timeoutMs} ms (storeTimeoutMs).`));
    }, timeoutMs);
  });
  // A rejection after the limit is not handled elsewhere and would end the process.
  result.then((value) => (isLate ? onLate?.(value) : undefined)).catch(() => undefined);
  try {
    return await Promise.race([result, limit]);
  } finally {
    clearTimeout(timer);
  }
}
