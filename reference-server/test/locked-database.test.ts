import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it, vi } from "vitest";
import { startReceiver } from "./receiver.js";
import { startTestServer } from "./test-server.js";

/** Longer than the store itself waits for another writer. */
const HELD_MS = 6500;

it("a response that comes in while another program writes is recorded by itself, from one request", async () => {
  const folder = mkdtempSync(join(tmpdir(), "harbor-locked-"));
  const file = join(folder, "harbor.db");
  const harbor = await startTestServer({ HARBOR_DATABASE_URL: `sqlite:${file}` });
  const { test: api } = await harbor.project();
  const receiver = await startReceiver();
  const other = new Database(file);
  let release: NodeJS.Timeout | undefined;
  receiver.respondWith((response) => {
    other.exec("BEGIN IMMEDIATE");
    release = setTimeout(() => other.exec("COMMIT"), HELD_MS);
    response.end("ok");
  });
  await api.subscribe(receiver.url);
  const event = await api.post("/events", { type: "order.created", body: 1 });
  const id = event.body.deliveries[0]?.id as string;
  const delivery = await vi.waitUntil(
    async () => {
      const { body } = await api.get(`/deliveries/${id}`);
      return body.status === "succeeded" ? body : null;
    },
    { timeout: 18_000, interval: 50 },
  );
  expect(delivery.retries).toHaveLength(1);
  expect(receiver.received).toHaveLength(1);
  clearTimeout(release);
  other.close();
  await receiver.close();
  await harbor.close();
  rmSync(folder, { recursive: true });
}, 40_000);
