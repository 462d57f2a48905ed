import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Journal } from "./journal.js";
import { Senders } from "./senders.js";

/** Three lanes that send to a server which responds with this status. */
async function sendersTo(status: number, isBehind = () => false) {
  const server = createServer((_, response) => {
    response.writeHead(status).end(JSON.stringify({ id: "evt_1" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const senders = new Senders({ url, apiKey: "hk", lanes: 3, pauseMs: 1, isBehind, journal: new Journal() });
  onTestFinished(async () => {
    await senders.abandon();
    server.close();
  });
  return senders;
}

test("waits for as many events as are wanted", async () => {
  const senders = await sendersTo(202);
  await senders.begun(20, 5000);
  expect(senders.sent).toBeGreaterThanOrEqual(20);
});

test("says why no event is begun any more", async () => {
  const refused = await sendersTo(503);
  await expect(refused.begun(20, 300)).rejects.toThrow(
    /^The senders have begun no event for 300 ms, after 3 of 20: 3 of 3 lanes wait for a 202\. Other responses: 503 \d+ times\.$/,
  );
  const behind = await sendersTo(202, () => true);
  await expect(behind.begun(20, 300)).rejects.toThrow("after 0 of 20: too many deliveries wait.");
});
