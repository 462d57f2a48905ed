// As its page on performance advises for high throughput: jobs fetched in batches by a local queue, and completed in batches.
import { startQueue as start } from "./graphile-worker.mjs";

export const startQueue = (parts) =>
  start({
    ...parts,
    options: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
  });
