import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Inbox } from "./inbox.js";
import { startHarbor, type TestHarbor } from "./start-harbor.js";

const run = promisify(execFile);
const page = readFileSync(new URL("../../../docs/quickstart.md", import.meta.url), "utf8");
const root = fileURLToPath(new URL("../../..", import.meta.url));

function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(
    ([, code]) => code ?? "",
  );
}

let harbor: TestHarbor;
beforeAll(async () => {
  harbor = await startHarbor();
});
afterAll(() => harbor.stop());

interface CurlOutput {
  id: string;
  signing_secret: string;
  deliveries: unknown[];
  data: unknown[];
}

/** Runs one block of the page unchanged. */
async function curl(block: string | undefined, env: Record<string, string>): Promise<CurlOutput> {
  const { stdout } = await run("sh", ["-c", (block ?? "").replaceAll("curl ", "curl -s ")], {
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout) as CurlOutput;
}

test("every curl command of docs/quickstart.md, pasted in order, gives what the page says", async () => {
  await harbor.reset();
  const inbox = await Inbox.open();
  const env = { HARBOR_BASE_URL: harbor.url, HARBOR_API_KEY: harbor.apiKey, RECEIVER_URL: inbox.url };
  const [register, subscribe, send, watch, ...others] = blocks("sh");
  expect(others).toEqual([]);

  const destination = await curl(register, env);
  expect(destination.id).toMatch(/^dest_/);
  expect(destination.signing_secret).toMatch(/^whsec_/);
  const subscription = await curl(subscribe, { ...env, DESTINATION_ID: destination.id });
  expect(subscription.id).toMatch(/^sub_/);
  const event = await curl(send, env);
  expect(event.deliveries).toHaveLength(1);
  const received = await inbox.next();
  expect(received.body.toString()).toBe('{ "order_id": "ord_123", "amount_cents": 4500 }');
  expect(received.headers["harbor-signature"]).toMatch(/^t=\d+,v1=[0-9a-f]{64},v2=[0-9a-f]{64}$/);
  await harbor.waitForDelivery(received.deliveryId);
  const deliveries = await curl(watch, env);
  expect(deliveries.data).toEqual([expect.objectContaining({ status: "succeeded", response_code: 200 })]);
  await inbox.close();
});

test("the TypeScript of docs/quickstart.md does the same", async () => {
  await harbor.reset();
  const inbox = await Inbox.open();
  const env = { HARBOR_BASE_URL: harbor.url, HARBOR_API_KEY: harbor.apiKey, RECEIVER_URL: inbox.url };
  const [code, ...others] = blocks("ts");
  expect(others).toEqual([]);
  const args = [
    "--conditions=@harbor/source",
    "--import",
    "tsx",
    "--input-type=module",
    "--eval",
    code ?? "",
  ];
  const { stdout } = await run(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
  expect(stdout).toMatch(/^dest_\S+ whsec_\S+\n(pending null|succeeded 200)\n$/);
  expect((await inbox.next()).json).toEqual({ order_id: "ord_123", amount_cents: 4500 });
  await inbox.close();
}, 60_000);
