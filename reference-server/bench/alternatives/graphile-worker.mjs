import { Logger, run } from "graphile-worker";

/** `options` beside its defaults: see `graphile-worker-tuned.mjs`. */
export async function startQueue({ databaseUrl, deliver, concurrency, options = {} }) {
  const runner = await run({
    preset: {
      worker: {
        connectionString: databaseUrl,
        concurrentJobs: concurrency,
        maxPoolSize: concurrency + 2,
        // A line for each job would take part of the time that is measured.
        logger: new Logger(() => () => undefined),
        ...options,
      },
    },
    noHandleSignals: true,
    taskList: { webhook: async ({ body }) => await deliver(body) },
  });
  return async (body) => await runner.addJob("webhook", { body }, { maxAttempts: 8 });
}
