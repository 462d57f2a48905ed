import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { startReceiver } from "./receiver.js";
import { mountSmall } from "./small-file-system.js";
import { type Api, startTestServer } from "./test-server.js";

const event = (n: number) => ({ type: "order.created", body: { n, text: "x".repeat(100_000) } });

/** Sends events until one is refused. */
async function fill(api: Api) {
  const accepted: string[] = [];
  for (let n = 0; n < 100; n += 1) {
    const reply = await api.post("/events", event(n));
    if (reply.status !== 202) return { accepted, refused: reply };
    accepted.push(reply.body.id as string);
  }
  throw new Error("The disk is not full yet.");
}

test("a full disk refuses events with 503 and Retry-After, and keeps what it accepted", async ({ skip }) => {
  const folder = mkdtempSync(join(tmpdir(), "harbor-full-"));
  const small = mountSmall(join(folder, "small"), "2m");
  if (small === null) {
    rmSync(folder, { recursive: true });
    return skip("a small file system cannot be mounted here");
  }
  const database = `sqlite:${join(folder, "small", "harbor.db")}`;
  const harbor = await startTestServer({ HARBOR_DATABASE_URL: database });
  const receiver = await startReceiver();
  try {
    const { test: api } = await harbor.project();
    await api.subscribe(receiver.url);
    const { accepted, refused } = await fill(api);
    expect(accepted.length).toBeGreaterThan(2);
    const overloaded = { status: 503, body: { error: { code: "overloaded" } } };
    expect(refused).toMatchObject(overloaded);
    expect(refused.headers.get("retry-after")).toBe("5");
    const batch = await api.post("/events/batch", { events: [event(1), event(2)] });
    expect(batch).toMatchObject(overloaded);
    expect(batch.headers.get("retry-after")).toBe("5");
    const keyed = await api.post("/events/batch", { events: [event(1)] }, { "idempotency-key": "k" });
    expect(keyed).toMatchObject(overloaded);
    const ready = await fetch(`${harbor.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { reason: /disk.*full/ }]);
    const listed = await api.get("/events?limit=100");
    expect(listed.body.data.map(({ id }: { id: string }) => id).sort()).toEqual(accepted.sort());
    small.grow("32m");
    expect((await fetch(`${harbor.url}/readyz`)).status).toBe(200);
    expect(await api.post("/events", event(0))).toMatchObject({ status: 202 });
    await vi.waitFor(async () => {
      const { body } = await api.get("/deliveries?status=succeeded&limit=100");
      expect(body.data).toHaveLength(accepted.length + 1);
    }, 20_000);
  } finally {
    await harbor.close();
    await receiver.close();
    small.unmount();
    rmSync(folder, { recursive: true });
  }
}, 60_000);
