import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startReceiver } from "./receiver.js";
import { startTestServer, type TestServer } from "./test-server.js";

let harbor: TestServer;
const mails: string[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, _session, done) {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      mails.push(Buffer.concat(chunks).toString());
      done();
    });
  },
});

beforeAll(async () => {
  smtp.listen(0, "127.0.0.1");
  await once(smtp.server, "listening");
  harbor = await startTestServer({
    HARBOR_SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    HARBOR_ALERT_EMAIL: "ops@example.com",
  });
});

afterAll(async () => {
  await harbor.close();
  await new Promise<void>((closed) => {
    smtp.close(closed);
  });
});

test("when the breaker pauses a destination, people hear of it by e-mail, log and operational event", async () => {
  const { test: api } = await harbor.project();
  const failing = await startReceiver();
  const watching = await startReceiver();
  failing.respondWith((response) => response.writeHead(500).end());
  const destinationId = await api.subscribe(failing.url, {
    name: "Shop\r\nof shops",
    event_type: "order.*",
    retry_policy: { circuit_breaker_threshold: 3 },
  });
  await api.subscribe(watching.url, { event_type: "harbor.destination.paused" });
  for (let n = 0; n < 3; n++) await api.post("/events", { type: "order.created", body: { n } });

  const [notified] = await watching.until(1);
  expect(notified?.headers["harbor-event-type"]).toBe("harbor.destination.paused");
  expect(JSON.parse(String(notified?.body))).toMatchObject({
    destination_id: destinationId,
    paused_reason: "circuit_breaker",
    consecutive_failures: 3,
  });
  await vi.waitUntil(() => mails.length === 1);
  expect(mails[0]).toContain("To: ops@example.com");
  expect(mails[0]).toContain("Subject: Harbor paused destination Shop of shops");
  expect(mails[0]).toContain(destinationId);
  expect(mails[0]).toMatch(/test environment of proj_/);
  expect(harbor.logged()).toContainEqual(
    expect.objectContaining({
      level: 40,
      destination_id: destinationId,
      environment: "test",
      consecutive_failures: 3,
    }),
  );
  await failing.close();
  await watching.close();
});

test("a pause by hand raises no alarm", async () => {
  const { test: api } = await harbor.project();
  const watching = await startReceiver();
  const id = await api.subscribe(watching.url);
  const before = mails.length;
  await api.patch(`/destinations/${id}`, { status: "paused" });
  await api.patch(`/destinations/${id}`, { status: "active" });
  await api.post("/test-clock/advance", { seconds: 0 });
  expect(mails.length).toBe(before);
  expect(harbor.logged().filter((line) => line["destination_id"] === id && line["level"] === 40)).toEqual([]);
  await watching.close();
});
