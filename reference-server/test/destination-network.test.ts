import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { createServer as createHttps } from "node:https";
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startDnsServer, type DnsServer } from "./dns-server.js";
import { killPrograms, startProgram, type ServerProcess } from "./server-process.js";
import { Api } from "./test-server.js";

const KEY = "hk_test_network_0123456789";
const ONE_ATTEMPT = { max_retries: 0, circuit_breaker_threshold: null };
const TIMEOUT = { timeout: 60_000 };

let folder: string;
let dns: DnsServer;
let certificate: { key: string; cert: string };
let harbor: ServerProcess;
let api: Api;
const closers: (() => void)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "harbor-network-"));
  dns = await startDnsServer({});
  const { private: key, cert } = await generate([{ name: "commonName", value: "host.test" }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "host.test" }] }],
  });
  certificate = { key, cert };
  writeFileSync(join(folder, "ca.pem"), cert);
  harbor = await startProgram({
    HARBOR_DATABASE_URL: "sqlite::memory:",
    HARBOR_API_KEYS: KEY,
    HARBOR_DNS_SERVERS: dns.address,
    NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
  });
  api = new Api(harbor.url, KEY);
}, 60_000);

afterAll(async () => {
  expect(await harbor.stop()).toBe(0);
  killPrograms();
  for (const close of closers) close();
  dns.close();
  rmSync(folder, { recursive: true });
});

async function listen(server: Server, host = "127.0.0.1", port = 0): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket.on("error", () => undefined)));
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  server.listen(port, host);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Sends one event to the URL and returns the delivery once it is finished. */
async function deliver(url: string): Promise<Record<string, unknown>> {
  const event_type = `network.${crypto.randomUUID()}`;
  await api.subscribe(url, { event_type, retry_policy: ONE_ATTEMPT });
  const sent = await api.post("/events", { type: event_type, body: 1 });
  const id = sent.body.deliveries[0].id as string;
  return await vi.waitUntil(
    async () => {
      const { body } = await api.get<Record<string, unknown>>(`/deliveries/${id}`);
      return body.completed_at === null ? false : body;
    },
    { timeout: 30_000, interval: 50 },
  );
}

const SUCCEEDED = { status: "succeeded", response_code: 200, error: null, retry_count: 0 };

test("a handshake of 1 s has its time when the host's other address refuses", TIMEOUT, async () => {
  const names: (string | false)[] = [];
  const https = createHttps(certificate, (request, response) => {
    names.push((request.socket as unknown as { servername: string | false }).servername);
    response.end();
  });
  const port = await listen(
    createTcp({ pauseOnConnect: true }, (socket) => {
      setTimeout(() => https.emit("connection", socket), 1000);
    }),
  );
  dns.zone["host.test"] = ["127.0.0.1", "127.0.0.2"];
  expect(await deliver(`https://host.test:${port}/`)).toMatchObject(SUCCEEDED);
  expect(await deliver(`https://host.test.:${port}/`)).toMatchObject(SUCCEEDED);
  expect(names).toEqual(["host.test", "host.test"]);
});

test("a host whose first address never completes a handshake is reached at its second", TIMEOUT, async () => {
  const silent = createTcp(() => undefined);
  const port = await listen(silent);
  await listen(
    createHttps(certificate, (_, response) => response.end()),
    "127.0.0.2",
    port,
  );
  dns.zone["host.test"] = ["127.0.0.1", "127.0.0.2"];
  expect(await deliver(`https://host.test:${port}/`)).toMatchObject(SUCCEEDED);
});

test("a client certificate that is demanded under TLS 1.3: tls_error", TIMEOUT, async () => {
  dns.zone["host.test"] = ["127.0.0.1"];
  const server = createHttps(
    { ...certificate, minVersion: "TLSv1.3", requestCert: true, rejectUnauthorized: true },
    (_, response) => response.end(),
  );
  const port = await listen(server);
  expect(await deliver(`https://host.test:${port}/`)).toMatchObject({
    status: "dead",
    response_code: null,
    error: "tls_error",
  });
});

test("a silent name server stops neither deliveries nor registrations of other names", TIMEOUT, async () => {
  const port = await listen(createHttp((_, response) => response.end()));
  const names = Array.from({ length: 10 }, (_, n) => `n${n}.gone.test`);
  const event_type = "gone.test";
  for (const name of names) {
    dns.zone[name] = ["127.0.0.1"];
    await api.subscribe(`http://${name}:${port}/`, { event_type, retry_policy: ONE_ATTEMPT });
    dns.zone[name] = "silent";
  }
  dns.zone["fresh.test"] = ["127.0.0.1"];
  dns.zone["unheard.test"] = "silent";
  const events = Array.from({ length: 50 }, () => ({ type: event_type, body: 1 }));
  expect((await api.post("/events/batch", { events })).status).toBe(207);
  const startedAt = performance.now();
  const unheard = api.post("/destinations", { url: `http://unheard.test:${port}/` });
  expect(await deliver(`http://fresh.test:${port}/`)).toMatchObject(SUCCEEDED);
  expect(await unheard).toMatchObject({ status: 400, body: { error: { code: "url_not_reachable" } } });
  expect(performance.now() - startedAt).toBeLessThan(15_000);
});
