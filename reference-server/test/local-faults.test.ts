import { execFile } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { startDnsServer } from "./dns-server.js";
import { startReceiver } from "./receiver.js";
import { killPrograms, startProgram } from "./server-process.js";
import { Api } from "./test-server.js";

afterEach(killPrograms);

test(
  "without a free file descriptor the fault is this machine's, for an address and for a name",
  { timeout: 60_000 },
  async () => {
    const receiver = await startReceiver();
    const dns = await startDnsServer({ "host.test": ["127.0.0.1"] });
    const script = fileURLToPath(new URL("./exhaust-descriptors.ts", import.meta.url));
    const command = `ulimit -n 256; exec "$0" --conditions=@harbor/source --import tsx "$@"`;
    const urls = [receiver.url, receiver.url.replace("127.0.0.1", "host.test")];
    const { stdout } = await promisify(execFile)("bash", [
      "-c",
      command,
      process.execPath,
      script,
      dns.address,
      ...urls,
    ]);
    const result = JSON.parse(stdout) as Record<string, string[]>;
    expect(result.exhausted).toEqual(urls.map(() => expect.stringMatching(/^local_fault .*EMFILE/)));
    expect(result.recovered).toEqual(["200", "200"]);
    dns.close();
    await receiver.close();
  },
);

test(
  "a server out of descriptors keeps the delivery, spares the breaker, logs EMFILE and refuses names with 503",
  { timeout: 60_000 },
  async () => {
    const [receiver, dns] = [await startReceiver(), await startDnsServer({ "host.test": ["127.0.0.1"] })];
    const key = "hk_test_local_faults";
    const server = await startProgram(
      { HARBOR_DATABASE_URL: "sqlite::memory:", HARBOR_API_KEYS: key, HARBOR_DNS_SERVERS: dns.address },
      ["bash", "-c", 'ulimit -n 256; exec "$0" "$@"'],
    );
    const api = new Api(server.url, key);
    // One failed attempt would pause the destination.
    const id = await api.subscribe(receiver.url, { retry_policy: { circuit_breaker_threshold: 1 } });
    const taken = await takeDescriptors(server.url);

    const { body: event } = await api.post("/events", { type: "order.created", body: {} });
    await vi.waitUntil(() => server.stderr().includes("EMFILE"), { timeout: 10_000, interval: 20 });
    const entries = server.stderr().trim().split("\n");
    expect(entries).toEqual([
      expect.stringMatching(/^{"level":(50|"error").*EMFILE.*this machine cannot send/),
    ]);
    const { data } = (await api.get(`/deliveries?event_id=${event.id}`)).body;
    const delivery = async () => (await api.get(`/deliveries/${data[0].id}`)).body;
    expect(await delivery()).toMatchObject({ status: "pending", retries: [] });
    expect((await api.get(`/destinations/${id}`)).body.status).toBe("active");

    const refused = await api.post("/destinations", { url: "http://host.test/hook" });
    expect([refused.status, refused.body.error.code]).toEqual([503, "overloaded"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);

    const freedAt = performance.now();
    for (const socket of taken) socket.destroy();
    await receiver.until(1);
    expect(performance.now() - freedAt).toBeLessThan(5000);
    await vi.waitUntil(async () => (await delivery()).status === "succeeded", {
      timeout: 10_000,
      interval: 50,
    });
    expect((await delivery()).retries).toMatchObject([{ response_code: 200 }]);
    expect((await api.post("/destinations", { url: "http://host.test/hook" })).status).toBe(201);
    expect(await server.stop()).toBe(0);
    dns.close();
    await receiver.close();
  },
);

/** Opens more connections than the server has descriptors for. Resolves once it has closed one of them. */
async function takeDescriptors(url: string): Promise<Socket[]> {
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: 300 }, () => connect(Number(port), hostname));
  await Promise.race(sockets.map((socket) => once(socket.on("error", () => undefined).resume(), "close")));
  return sockets;
}
