import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startDnsServer, type DnsServer } from "../../test/dns-server.js";
import { createNameResolver, type NameResolver } from "./name-resolver.js";
import { parseHosts, parseSearch } from "./system-dns.js";

let dns: DnsServer;
let resolver: NameResolver;
beforeEach(async () => {
  dns = await startDnsServer({ "host.test": ["192.0.2.1", "192.0.2.2"], "silent.test": "silent" });
  resolver = createNameResolver({ servers: [dns.address] });
});
afterEach(() => {
  resolver.close();
  dns.close();
});

const four = (address: string) => ({ address, family: 4 });
const sorted = async (name: string) => (await resolver.resolve(name)).map(({ address }) => address).sort();

test("all addresses of a name, with and without the dot at its end, in any case", async () => {
  for (const name of ["host.test", "host.test.", "HOST.test"])
    expect(await sorted(name)).toEqual(["192.0.2.1", "192.0.2.2"]);
});

test("an unknown name is not found, and that is remembered briefly", async () => {
  for (let n = 0; n < 3; n++)
    await expect(resolver.resolve("unknown.test")).rejects.toMatchObject({
      code: "HARBOR_DNS",
      reason: "ENOTFOUND",
    });
  expect(dns.queries.get("unknown.test")).toBe(2);
});

test("callers for a name share one lookup, and the result is used for its time to live", async () => {
  await Promise.all(Array.from({ length: 50 }, () => resolver.resolve("host.test")));
  expect(dns.queries.get("host.test")).toBe(2);
  dns.zone["host.test"] = ["192.0.2.9"];
  await vi.waitUntil(async () => (await sorted("host.test")).join() === "192.0.2.9", {
    timeout: 10_000,
    interval: 50,
  });
  expect(dns.queries.get("host.test")).toBe(4);
});

test(
  "names of a silent name server fail after 5 s, and delay no other name",
  { timeout: 30_000 },
  async () => {
    const silent = Array.from({ length: 100 }, (_, n) => `n${n}.silent.test`);
    for (const name of silent) dns.zone[name] = "silent";
    const startedAt = performance.now();
    const pending = Promise.allSettled(silent.map((name) => resolver.resolve(name)));
    expect(await sorted("host.test")).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    const failed = await pending;
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    for (const one of failed)
      expect(one).toMatchObject({ status: "rejected", reason: { code: "HARBOR_DNS", reason: "ETIMEOUT" } });
  },
);

test("localhost needs no name server", async () => {
  const addresses = await resolver.resolve("localhost");
  expect(addresses).toContainEqual(four("127.0.0.1"));
  expect(await resolver.resolve("app.localhost")).toContainEqual(four("127.0.0.1"));
  expect(dns.queries.size).toBe(0);
});

test("the hosts file: several names in a line, comments, both families", () => {
  const hosts = parseHosts(
    "127.0.0.1 localhost App.local # mine\n# 1.1.1.1 no\n::1 localhost\nnot-an-address x\n",
  );
  expect(hosts.get("localhost")).toEqual([four("127.0.0.1"), { address: "::1", family: 6 }]);
  expect(hosts.get("app.local")).toEqual([four("127.0.0.1")]);
  expect([...hosts.keys()]).toEqual(["localhost", "app.local"]);
});

test("the search list and ndots of resolv.conf", () => {
  const text = "nameserver 192.0.2.53\ndomain old.test\nsearch a.test. b.test\noptions edns0 ndots:5\n";
  expect(parseSearch(text)).toEqual({ domains: ["a.test", "b.test"], dots: 5 });
  expect(parseSearch("")).toEqual({ domains: [], dots: 1 });
});
