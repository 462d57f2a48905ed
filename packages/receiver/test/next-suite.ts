import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  expectedStatus,
  signTestRequest,
  type TestRequestKind,
  type TestRequestOptions,
} from "../src/sign-test-request.js";
import { isFinished, startSender, type Sender } from "./sender.js";
import { send, type Received } from "./support.js";

/** Builds and starts examples/next as it lies in `app`, with the Next.js that resolves there, and sends it deliveries of every kind. */
export function nextSuite(name: string, app: string): void {
  describe(name, () => {
    const next = createRequire(`${app}/package.json`).resolve("next/dist/bin/next");
    let sender: Sender;
    let secret = "";
    let server: ChildProcess;
    let origin = "";
    let output = "";

    function run(...args: string[]): ChildProcess {
      const env = {
        ...process.env,
        NODE_ENV: "production" as const,
        NEXT_TELEMETRY_DISABLED: "1",
        HARBOR_SIGNING_SECRET: secret,
      };
      const child = spawn(process.execPath, [next, ...args], {
        cwd: app,
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
      return child;
    }

    /** Resolves with what `find` gives once the process has printed it. */
    async function printed(child: ChildProcess, find: () => string | undefined): Promise<string> {
      for (let found = find(); ; found = find()) {
        if (found !== undefined) return found;
        if (child.exitCode !== null) throw new Error(output);
        await Promise.race([once(child.stdout!, "data"), once(child.stderr!, "data"), once(child, "exit")]);
      }
    }

    const logged = (code: string): Promise<string> =>
      printed(server, () => output.split("\n").find((line) => line.includes(`"code":"${code}"`)));

    beforeAll(async () => {
      sender = await startSender("http://127.0.0.1:9/not-there-yet");
      secret = sender.secret;
      const [status] = (await once(run("build"), "exit")) as [number];
      expect(status, output).toBe(0);
      output = "";
      server = run("start", "--port", "0", "--hostname", "127.0.0.1");
      origin = await printed(server, () => /http:\/\/[\w.]+:\d+/.exec(output)?.[0]);
    }, 600_000);

    afterAll(async () => {
      server.kill();
      if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
      await sender.stop();
    });

    const order = { type: "order.created", body: '{"order_id":"ord_1","currency":"EUR","n":1.0}' };

    describe.each([
      ["App Router", "/webhooks/harbor"],
      ["Pages Router", "/api/webhooks/harbor"],
    ])("%s, built and started", (_, path) => {
      const post = (options: Omit<TestRequestOptions, "secret">, change = {}): Promise<Received> =>
        send(origin + path, { ...signTestRequest({ secret, ...options }), ...change });

      it.each(Object.entries(expectedStatus))(
        "responds to a request that is %s with %i",
        async (as, status) => {
          const response = await post({ ...order, as: as as TestRequestKind });
          expect(response.status).toBe(status);
          if (status === 401)
            expect(response).toMatchObject({ body: "", headers: { "harbor-retry-hint": "true" } });
        },
      );

      it("takes what the reference server sends, and has it dead-letter what is rejected", async () => {
        await sender.moveTo(origin + path);
        const done = await sender.deliver("order.created", order.body, isFinished);
        expect(done).toMatchObject({ status: "succeeded", response_code: 200, retry_count: 0 });
        const dead = await sender.deliver(
          "order.created",
          '{"order_id":"ord_1","currency":"XTS"}',
          isFinished,
        );
        expect(dead).toMatchObject({ status: "dead", dead_reason: "rejected" });
      });

      it("responds to reject, retry, a throw, a schema mismatch and an unknown type as documented", async () => {
        const parcel = (depot: string) => ({ type: "parcel.scanned", body: { parcel_id: "p_1", depot } });
        const rejected = await post({ type: "order.created", body: { order_id: "ord_1", currency: "XTS" } });
        expect(rejected).toMatchObject({
          status: 422,
          body: '{"code":"rejected","reason":"unknown currency XTS"}',
        });
        expect(await post(parcel("closed"))).toMatchObject({ status: 503, headers: { "retry-after": "60" } });
        expect(await post(parcel("nowhere"))).toMatchObject({
          status: 500,
          body: '{"code":"handler_failed"}',
        });
        expect(await post({ type: "order.created", body: {} })).toMatchObject({ status: 422 });
        expect(await post({ type: "order.paid", body: {} })).toMatchObject({ status: 200 });
      });

      it.each(["GET", "PUT", "DELETE", "OPTIONS"])(
        "responds to the method %s with 500, not 405",
        async (method) => {
          expect(await post(order, { method })).toMatchObject({ status: 500, body: "" });
        },
      );

      it("responds to another content type with 500", async () => {
        const { headers } = signTestRequest({ secret, ...order });
        const response = await post(order, { headers: { ...headers, "content-type": "text/plain" } });
        expect(response).toMatchObject({ status: 500, body: "" });
      });

      it("accepts the largest body that Harbor sends, and responds with 500, not 413, to one over the limit", async () => {
        const filled = (bytes: number): string => {
          const frame = '{"order_id":"","currency":"EUR"}';
          return frame.replace('""', `"${"x".repeat(bytes - frame.length)}"`);
        };
        expect((await post({ ...order, body: filled(262_144) })).status).toBe(200);
        expect(await post({ ...order, body: filled(1_048_577) })).toMatchObject({ status: 500, body: "" });
      });
    });

    it("names the missing line when Next.js has parsed the body", async () => {
      const response = await send(`${origin}/api/webhooks/parsed`, signTestRequest({ secret, ...order }));
      expect(response).toMatchObject({ status: 500, body: "" });
      expect(await logged("body_already_parsed")).toContain(
        "export const config = { api: { bodyParser: false } }",
      );
    });
  });
}
