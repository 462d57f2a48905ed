import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { expect, it, vi } from "vitest";
import { nextAdapter } from "../src/adapters/next.js";
import { webAdapter } from "../src/adapters/web.js";
import { createReceiver } from "../src/index.js";
import { signTestRequest } from "../src/sign-test-request.js";
import { adapterSuite } from "./adapter-suite.js";
import { listen, memoryLog, secret } from "./support.js";

adapterSuite("web Request/Response in Hono", {
  serve(receiver) {
    const harbor = webAdapter(receiver);
    const app = new Hono().all("/webhooks/harbor", (c) => harbor(c.req.raw));
    return listen(getRequestListener(app.fetch));
  },
  serveParsed(receiver) {
    const harbor = webAdapter(receiver);
    const app = new Hono().all("/webhooks/harbor", async (c) => {
      await c.req.raw.json();
      return harbor(c.req.raw);
    });
    return listen(getRequestListener(app.fetch));
  },
  fix: /webAdapter\(receiver\)\(c\.req\.raw\) without c\.req\.json\(\) before/,
});

const request = (body: ReadableStream | string): Request => {
  const { method, headers } = signTestRequest({ secret, type: "order.created", body: "{}" });
  return new Request("https://example.com/", { method, headers, body, duplex: "half" });
};

it("keeps a worker alive for a late handler, through its own execution context", async () => {
  const { log, codes } = memoryLog();
  let finish = (): void => undefined;
  const receiver = createReceiver({ secret, log, timeoutMs: 10 }).on(
    "order.created",
    () => new Promise<void>((resolve) => (finish = resolve)),
  );
  class ExecutionContext {
    readonly work: Promise<unknown>[] = [];
    waitUntil(work: Promise<unknown>): void {
      this.work.push(work);
    }
  }
  const context = new ExecutionContext();
  const response = await webAdapter(receiver)(request("{}"), context);
  expect(response.status).toBe(500);
  expect(context.work).toHaveLength(1);
  finish();
  await context.work[0];
  expect(codes()).toEqual(["timed_out", "late_handler_settled"]);
});

it("names the line to change in Next.js, where a route of the App Router has read the body", async () => {
  const { log, entries } = memoryLog();
  const { POST } = nextAdapter(createReceiver({ secret, log }));
  const read = request("{}");
  await read.json();
  expect((await POST(read)).status).toBe(500);
  expect(entries.at(-1)?.fields).toMatchObject({
    code: "body_already_parsed",
    hint: expect.stringContaining("remove the await request.json()"),
  });
});

it("responds with 500 to a body that breaks off", async () => {
  const { log, codes } = memoryLog();
  const broken = new ReadableStream({
    pull(controller) {
      controller.error(new Error("connection reset"));
    },
  });
  const response = await webAdapter(createReceiver({ secret, log }))(request(broken));
  expect(response.status).toBe(500);
  expect(codes()).toEqual(["body_unreadable"]);
});

it("joins a body that arrives in pieces", async () => {
  const { log, codes } = memoryLog();
  const receiver = createReceiver({ secret, log }).on("order.created", () => undefined);
  const pieces = new ReadableStream({
    start(controller) {
      for (const piece of ["{", "}"]) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  expect((await webAdapter(receiver)(request(pieces))).status).toBe(200);
  expect(codes()).toEqual(["handled"]);
});

it("returns undefined for every other request with onlyDeliveries", async () => {
  const receiver = createReceiver({ secret, log: memoryLog().log }).on("order.created", () => undefined);
  const harbor = webAdapter(receiver, { onlyDeliveries: true });
  expect(await harbor(new Request("https://example.com/"))).toBeUndefined();
  expect(await harbor(new Request("https://example.com/", { method: "POST", body: "{}" }))).toBeUndefined();
  expect((await harbor(request("{}")))?.status).toBe(200);
});

it("stops reading a body that is too large after a bounded number of bytes", async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  const { log, codes } = memoryLog();
  const response = await webAdapter(createReceiver({ secret, log, maxBodyBytes: 1_024 }))(request(endless));
  expect(response.status).toBe(500);
  expect(codes()).toEqual(["body_too_large"]);
  await vi.waitFor(() => expect(sent).toBeGreaterThan(1_048_576));
  expect(sent).toBeLessThan(2 * 1_048_576);
});
