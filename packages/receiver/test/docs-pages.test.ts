import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { runtimePath } from "../../compatibility/runtimes/runtimes.mjs";
import { signTestRequest } from "../src/sign-test-request.js";
import { freePort } from "./free-port.js";
import { isFinished, startSender, type Sender } from "./sender.js";
import { secret } from "./support.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = join(root, ".cache/docs-pages");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const blocksOf = (page: string, language: string) =>
  [...read(`docs/receive/${page}.md`).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(
    ([, code]) => code ?? "",
  );

/** Writes the first block of a page to a file, below the root so that it finds the frameworks. */
function writeBlock(page: string, code: string, extension = "ts"): string {
  const path = join(folder, `${page}.${extension}`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
  return path;
}

/** Loads a page's module, with the environment that its reader sets. */
const load = async (page: string, code = blocksOf(page, "ts")[0] ?? ""): Promise<Record<string, unknown>> =>
  (await import(pathToFileURL(writeBlock(page, code)).href)) as Record<string, unknown>;

/** Resolves once something listens on the port. */
async function listening(port: number): Promise<void> {
  await vi.waitFor(
    () =>
      new Promise<void>((resolve, reject) => {
        const socket = connect(port, "localhost", () => resolve(void socket.destroy()));
        socket.once("error", reject);
      }),
    { timeout: 30_000, interval: 20 },
  );
}

const order = { order_id: "ord_1", amount_cents: 4500 };
let sender: Sender;
let port: number;
let printed: unknown[][];

beforeAll(async () => {
  sender = await startSender("http://127.0.0.1:9/");
});
afterAll(async () => {
  await sender.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function prepare(signingSecret: string): Promise<void> {
  port = await freePort();
  vi.stubEnv("PORT", String(port));
  vi.stubEnv("HARBOR_SIGNING_SECRET", signingSecret);
  printed = [];
  vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => void printed.push(values));
}

/** Sends an event from the server to the receiver of the page, and a forged request. */
async function expectDeliveries(host = "127.0.0.1"): Promise<string> {
  const url = `http://${host}:${port}/webhooks/harbor`;
  await sender.moveTo(url);
  const delivery = await sender.deliver("order.created", JSON.stringify(order), isFinished);
  expect(delivery).toMatchObject({ status: "succeeded", response_code: 200 });
  const forged = signTestRequest({ secret, type: "order.created", body: order });
  const { status } = await fetch(url, { method: "POST", headers: forged.headers, body: forged.body });
  expect(status).toBe(401);
  return delivery.event_id;
}

describe("docs/receive", () => {
  it.each(["express", "fastify", "koa", "nestjs", "hono", "node-http"])(
    "the receiver of %s.md takes a delivery, and refuses a forged one",
    async (page) => {
      await prepare(sender.secret);
      await load(page);
      await listening(port);
      const eventId = await expectDeliveries("localhost");
      expect(printed).toContainEqual([eventId, "ord_1", 4500]);
    },
  );

  it.each([
    ["sveltekit", "fallback"],
    ["react-router", "action"],
    ["astro", "ALL"],
  ])("the route of %s.md takes a delivery, and refuses a forged one", async (page, name) => {
    await prepare(secret);
    const route = (await load(page))[name] as (event: { request: Request }) => Promise<Response>;
    const respond = async (as: "right" | "tampered") => {
      const { method, headers, body } = signTestRequest({ secret, type: "order.created", body: order, as });
      return (await route({ request: new Request("http://app/", { method, headers, body }) })).status;
    };
    expect([await respond("right"), await respond("tampered")]).toEqual([200, 401]);
    expect(printed).toContainEqual([expect.stringMatching(/^evt_/), "ord_1", 4500]);
  });

  it("the function of lambda.md handles an event of API Gateway", async () => {
    await prepare(secret);
    const handler = (await load("lambda"))["handler"] as (event: object) => Promise<{ statusCode: number }>;
    const { headers, body } = signTestRequest({ secret, type: "order.created", body: order });
    const requestContext = { http: { method: "POST", path: "/webhooks/harbor" } };
    const event = { version: "2.0", headers, requestContext, body: Buffer.from(body).toString() };
    expect((await handler(event)).statusCode).toBe(200);
    expect((await handler({ ...event, body: "{}" })).statusCode).toBe(401);
  });

  it("the function of sqs.md handles a queued request, and returns a forged one to the queue", async () => {
    await prepare(secret);
    const handler = (await load("sqs"))["handler"] as (event: object) => Promise<unknown>;
    const { headers, body } = signTestRequest({ secret, type: "order.created", body: order });
    const requestContext = { http: { method: "POST", path: "/" } };
    const record = (messageId: string, text: string) => ({
      messageId,
      body: JSON.stringify({ version: "2.0", headers, requestContext, body: text }),
      eventSourceARN: "arn:aws:sqs:eu-central-1:1:deliveries",
      attributes: { SentTimestamp: String(Date.now()) },
    });
    const Records = [record("right", Buffer.from(body).toString()), record("forged", "{}")];
    expect(await handler({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: "forged" }] });
  });

  it.for([
    ["bun", 0, []],
    ["deno", 1, ["run", "--allow-net", "--allow-env", "--allow-read"]],
  ] as const)("the receiver of bun-deno.md works in %s", async ([runtime, block, args], context) => {
    const path = runtimePath(runtime);
    context.skip(!existsSync(path), `${runtime} is not installed: npm run fetch:runtimes`);
    await prepare(sender.secret);
    const file = writeBlock(runtime, blocksOf("bun-deno", "js")[block] ?? "", "js");
    const child = spawn(path, [...args, file], { stdio: "ignore", env: process.env });
    try {
      await listening(port);
      await expectDeliveries("localhost");
    } finally {
      child.kill();
    }
  });
});
