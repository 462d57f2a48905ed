import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { freePort } from "../../../packages/receiver/test/free-port.js";
import { startTestServer, type TestServer } from "../test-server.js";

const folder = mkdtempSync(join(tmpdir(), "harbor-nginx-"));
const isMissing = spawnSync("nginx", ["-v"]).error !== undefined;
let server: TestServer;
let nginx: ChildProcess | undefined;
let url: string;

beforeAll(async () => {
  server = await startTestServer();
  if (isMissing) return;
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const file = join(folder, "nginx.conf");
  writeFileSync(file, configuration(port, server.url));
  nginx = spawn("nginx", ["-p", folder, "-c", file, "-e", "stderr"], { stdio: "ignore" });
  await vi.waitUntil(
    () =>
      fetch(`${url}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    { timeout: 10_000 },
  );
});
afterAll(async () => {
  if (nginx !== undefined) {
    nginx.kill();
    await once(nginx, "exit");
  }
  await server.close();
  rmSync(folder, { recursive: true });
});

/** nginx with its defaults: nothing but `proxy_pass`. */
function configuration(port: number, upstream: string): string {
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  return `daemon off; master_process off; pid ${join(folder, "nginx.pid")};
events {}
http { access_log off; ${paths.join(" ")}
  server { listen 127.0.0.1:${port}; location / { proxy_pass ${upstream}; } } }`;
}

it("the stream passes nginx without delay", async (context) => {
  if (isMissing) context.skip("nginx is not installed");
  const { test: api } = await server.project();
  const stop = new AbortController();
  const response = await fetch(`${url}/v1/stream`, {
    headers: { authorization: `Bearer ${api.key ?? ""}` },
    signal: stop.signal,
  });
  expect(response.headers.get("cache-control")).toBe("no-cache, no-transform");
  let text = "";
  const reading = (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk as Uint8Array).toString();
  })().catch(() => undefined);
  await vi.waitUntil(() => text.startsWith(": connected\n\n"));
  await api.subscribe("http://127.0.0.1:9/");
  await api.post("/events", { type: "a", body: 1 });
  await vi.waitUntil(() => text.includes("event: delivery"));
  stop.abort();
  await reading;
});
