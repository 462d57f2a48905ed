import { availableParallelism } from "node:os";

/**
 * Runs tasks side by side, at most `size` at a time, in the order in which they were handed over.
 *
 * @param {number} [size]
 * @returns {<T>(task: () => Promise<T>) => Promise<T>}
 */
export function createPool(size = availableParallelism()) {
  const waiting = [];
  let running = 0;
  return async (task) => {
    if (running >= size) await new Promise((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
