import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigner, generateSecret } from "@harbor/signing";
import { expect, test } from "vitest";
import { explainRefusal } from "./explain-refusal.js";
import { DeliveryRecords } from "./records.js";

const secret = generateSecret();

/** A delivery as it was forwarded. */
function delivered() {
  const ids = { eventId: "evt_1", eventType: "order.created", deliveryId: "del_1" };
  const body = Buffer.from("{}");
  const timestamp = Math.floor(Date.now() / 1000);
  const headers: [string, string][] = [
    ["Harbor-Signature", createSigner([secret]).sign({ timestamp, body, ...ids })],
    ["Harbor-Timestamp", String(timestamp)],
    ["Harbor-Event-Id", ids.eventId],
    ["Harbor-Event-Type", ids.eventType],
    ["Harbor-Delivery-Id", ids.deliveryId],
  ];
  return new DeliveryRecords().begin({ headers, body }).record;
}

test.each([
  ["npm run dev", /^npm run dev was started with that secret/, /^Pass process\.env\.HARBOR_SIGNING_SECRET/],
  [null, /^No env file in this folder/, /let this command start it: harbor listen --/],
])("without an env file, started command %s", (command, text, fix) => {
  const folder = mkdtempSync(join(tmpdir(), "harbor-explain-"));
  const [verified, cause] = explainRefusal(delivered(), { secret, folder, command });
  rmSync(folder, { recursive: true });
  expect(verified?.text).toContain(`verifies with the secret ${secret}`);
  expect(cause?.text).toMatch(text);
  expect(cause?.fix).toMatch(fix);
});
