// Jobs fetched in batches, without a pause while a batch is full, woken by NOTIFY, and settled one by one.
import { PgBoss } from "pg-boss";

export async function startQueue({ databaseUrl, deliver, concurrency }) {
  const boss = new PgBoss({ connectionString: databaseUrl, useListenNotify: true });
  boss.on("error", (error) => console.error(error));
  await boss.start();
  await boss.createQueue("webhooks", { notify: true, retryLimit: 7, retryDelay: 5, retryBackoff: true });
  const options = {
    batchSize: concurrency,
    burstWhenBatchFull: true,
    pollingIntervalSeconds: 0.5,
    perJobResults: true,
  };
  await boss.work("webhooks", options, (jobs) => Promise.all(jobs.map(settle)));
  return async (body) => await boss.send("webhooks", { body });

  async function settle({ id, data }) {
    try {
      await deliver(data.body);
      return { id, status: "completed" };
    } catch (error) {
      return { id, status: "failed", output: { message: error.message } };
    }
  }
}
