import { generateKeyPair } from "@harbor/signing/ed25519";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signTestRequest } from "../../src/sign-test-request.js";
import { secret, send } from "../support.js";
import { exampleFolder, runExample, type ExampleProcess } from "./run-example.js";

describe("examples/standard-webhooks, started", () => {
  const { privateKey, publicKey } = generateKeyPair();
  let folder = "";
  let example: ExampleProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "harbor-standard-webhooks-"));
    example = await runExample("standard-webhooks", "server.ts", {
      PAYMENTS_SECRET: secret,
      USERS_PUBLIC_KEY: publicKey,
      DATABASE_FILE: join(folder, "payments.db"),
    });
  }, 60_000);
  afterAll(async () => {
    expect(await example.stop()).toBe(0);
    await rm(folder, { recursive: true });
  });

  const find = async (path: string): Promise<unknown> => (await fetch(new URL(path, example.url))).json();

  it.each([
    ["standardwebhooks", StandardWebhook, "webhook"],
    ["svix", SvixWebhook, "svix"],
  ] as const)("takes what %s signs, and a repeat once", async (library, Peer, prefix) => {
    const body = JSON.stringify({ type: "payment.captured", data: { id: library, amount_cents: 1_000 } });
    const now = new Date();
    const request = {
      method: "POST",
      headers: {
        "content-type": "application/json",
        [`${prefix}-id`]: `msg_${library}`,
        [`${prefix}-timestamp`]: String(Math.floor(now.getTime() / 1000)),
        [`${prefix}-signature`]: new Peer(secret).sign(`msg_${library}`, now, body),
      },
      body: Buffer.from(body),
    };
    const url = `${example.url}/payments`;
    expect((await send(url, request)).status).toBe(200);
    expect(await find(`/payments/${library}`)).toEqual({ id: library, amount_cents: 1_000 });
    // The handler inserts: a second run would fail with 500.
    expect(await send(url, request)).toMatchObject({ status: 200, body: '{"code":"already_handled"}' });
  });

  it("takes what is signed with Ed25519, by the type of typeOf", async () => {
    const body = { event: "user.updated", user: { id: "usr_1", email: "ada@example.com" } };
    const request = signTestRequest({ scheme: "standard", secret: privateKey, body });
    expect((await send(`${example.url}/users`, request)).status).toBe(200);
    expect(await find("/users/usr_1")).toEqual({ id: "usr_1", email: "ada@example.com" });
  });

  it("refuses forgeries", async () => {
    const body = { type: "payment.captured", data: { id: "forged", amount_cents: 1 } };
    const request = signTestRequest({ scheme: "standard", secret, body, as: "wrong_key" });
    expect(await send(`${example.url}/payments`, request)).toMatchObject({ status: 401, body: "" });
    expect(await find("/payments/forged")).toBeNull();
  });
});

it("docs/standard-webhooks.md shows the code of the example", async () => {
  const guide = await readFile(join(exampleFolder(""), "../docs/standard-webhooks.md"), "utf8");
  const server = await readFile(join(exampleFolder("standard-webhooks"), "server.ts"), "utf8");
  // The numbered sections build the example.
  const [steps = ""] = guide.split("\n## Rotation\n");
  const ofTheExample = [...steps.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? "");
  expect(ofTheExample).toHaveLength(3);
  for (const snippet of ofTheExample) expect(server).toContain(snippet);
});
