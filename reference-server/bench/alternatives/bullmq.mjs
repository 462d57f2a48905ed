// As its guide for production advises: attempts with backoff, and completed jobs removed after an hour or beyond a thousand.
import { Queue, Worker } from "bullmq";

const HOUR_SECONDS = 3600;

export async function startQueue({ databaseUrl, deliver, concurrency }) {
  const { hostname: host, port } = new URL(databaseUrl);
  const connection = { host, port: Number(port), maxRetriesPerRequest: null };
  const defaultJobOptions = {
    attempts: 8,
    backoff: { type: "exponential", delay: 5000 },
    removeOnComplete: { age: HOUR_SECONDS, count: 1000 },
    removeOnFail: { age: 24 * HOUR_SECONDS },
  };
  const queue = new Queue("webhooks", { connection, defaultJobOptions });
  await queue.waitUntilReady();
  const worker = new Worker("webhooks", async ({ data }) => await deliver(data.body), {
    connection,
    concurrency,
  });
  await worker.waitUntilReady();
  return async (body) => await queue.add("webhook", { body });
}
