/** SQLite answers at once, the port in promises: what `run` throws rejects. */
export function promised<Params extends unknown[], Result>(
  run: (...params: Params) => Result,
): (...params: Params) => Promise<Result> {
  return (...params) =>
    new Promise((resolve) => {
      resolve(run(...params));
    });
}
