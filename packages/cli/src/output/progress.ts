import type { Output } from "./output.js";

/** Runs the same work for many items, a few at a time, with a bar on stderr in a terminal. Returns the results in order. */
export async function eachWithProgress<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  { output, what }: { output: Output; what: string },
): Promise<PromiseSettledResult<Result>[]> {
  const bar = !output.json && process.stderr.isTTY && items.length > 1 ? await createBar(what) : null;
  bar?.start(items.length, 0);
  try {
    return await inParallel(items, async (item) => {
      const [outcome] = await Promise.allSettled([work(item)]);
      bar?.increment();
      return outcome;
    });
  } finally {
    bar?.stop();
  }
}

/** Loaded on use, because a bar is rarely drawn. */
async function createBar(what: string) {
  const { default: cliProgress } = await import("cli-progress");
  return new cliProgress.SingleBar(
    {
      format: `${what} {bar} {value}/{total}`,
      barsize: 30,
      hideCursor: false,
      stream: process.stderr,
      // Stays on one line in narrow terminals.
      linewrap: false,
      gracefulExit: false,
    },
    cliProgress.Presets.shades_classic,
  );
}

const AT_ONCE = 8;

async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [at, item] of waiting) results[at] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
