import { describe, expect, test } from "vitest";
import { ApiError } from "../errors.js";
import { createNameResolver } from "./name-resolver.js";
import { createUrlGuard } from "./url-guard.js";

const resolver = createNameResolver({ servers: [] });
const closed = createUrlGuard({ testNetworks: [], resolver });
const loopback = createUrlGuard({ testNetworks: ["127.0.0.0/8", "::1/128"], resolver });

async function codeOf(check: Promise<string>): Promise<string> {
  return await check.then(
    () => "taken",
    (error: unknown) => (error instanceof ApiError ? error.code : Promise.reject(error as Error)),
  );
}

const SPECIAL = [
  "127.0.0.1",
  "127.1",
  "2130706433",
  "0x7f.1",
  "0177.0.0.1",
  "0.0.0.0",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "192.0.2.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "192.88.99.1",
  "[::]",
  "[::1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::ffff:10.0.0.1]",
  "[::127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b::808:808]",
  "[64:ff9b:1::1]",
  "[2002:7f00:1::]",
  "[2001::1]",
  "[2001:db8::1]",
  "[3fff::1]",
  "[5f00::1]",
  "[fc00::1]",
  "[fd00:ec2::254]",
  "[fe80::1]",
  "[fec0::1]",
  "[ff02::1]",
  "[100::1]",
];

describe("registration", () => {
  test.each(SPECIAL)("https://%s/ is invalid_url", async (host) => {
    expect(await codeOf(closed.checkUrl(`https://${host}/hook`, "live"))).toBe("invalid_url");
    expect(await codeOf(closed.checkUrl(`https://${host}/hook`, "test"))).toBe("invalid_url");
  });

  test.each(["8.8.8.8", "1.1.1.1", "[2606:4700:4700::1111]", "134744072"])(
    "https://%s/ is taken",
    async (host) => {
      expect(await codeOf(closed.checkUrl(`https://${host}/hook`, "live"))).toBe("taken");
    },
  );

  test.each([
    ["ftp://8.8.8.8/", "test"],
    ["http://8.8.8.8/", "live"],
    ["https://user@8.8.8.8/", "test"],
    ["https://user:pass@8.8.8.8/", "test"],
    ["//8.8.8.8/", "test"],
    ["not a url", "test"],
    ["", "test"],
    ["https://", "test"],
    ["https://:@8.8.8.8/", "test"],
    ["https://@8.8.8.8/", "test"],
    ["http:8.8.8.8", "test"],
    ["https:///8.8.8.8/", "test"],
    ["https:\\\\8.8.8.8/", "test"],
    ["https://8.8.8.8:0/", "test"],
  ] as const)("%s (%s) is invalid_url", async (url, mode) => {
    expect(await codeOf(closed.checkUrl(url, mode))).toBe("invalid_url");
  });

  test.each([
    ["https://8.8.8.8", "https://8.8.8.8/"],
    ["HTTPS://8.8.8.8:443/a/%2e%2e/b", "https://8.8.8.8/b"],
    ["https://8.8.8.8/a\\b", "https://8.8.8.8/a/b"],
    ["https://8.8.8.8/?", "https://8.8.8.8/"],
    ["https://8.8.8.8/a?b=c d#e", "https://8.8.8.8/a?b=c%20d"],
    ["https://8.8.8.8/?user@host", "https://8.8.8.8/?user@host"],
    ["https://134744072/", "https://8.8.8.8/"],
    [" https://8.8.8.8/\n", "https://8.8.8.8/"],
  ])("%j is kept as it is requested: %s", async (text, url) => {
    expect(await closed.checkUrl(text, "live")).toBe(url);
  });

  test("the address behind a name is not shown", async () => {
    const message = await loopback.checkUrl("https://localhost/", "live").then(
      () => "taken",
      (error: unknown) => (error as ApiError).message,
    );
    expect(message).toBe("The URL's host resolves to an address that Harbor does not deliver to.");
  });

  test("http is for test mode", async () => {
    expect(await codeOf(closed.checkUrl("http://8.8.8.8/", "test"))).toBe("taken");
  });

  test("a name that resolves to loopback is invalid_url, one that does not resolve url_not_reachable", async () => {
    expect(await codeOf(closed.checkUrl("https://localhost/", "live"))).toBe("invalid_url");
    expect(await codeOf(closed.checkUrl("https://no-such-host.invalid/", "live"))).toBe("url_not_reachable");
  });
});

describe("open networks", () => {
  test("open for test mode only", async () => {
    expect(await codeOf(loopback.checkUrl("http://127.0.0.1:9000/", "test"))).toBe("taken");
    expect(await codeOf(loopback.checkUrl("http://[::1]:9000/", "test"))).toBe("taken");
    expect(await codeOf(loopback.checkUrl("https://127.0.0.1:9000/", "live"))).toBe("invalid_url");
    expect(await codeOf(loopback.checkUrl("http://10.0.0.1/", "test"))).toBe("invalid_url");
  });

  test("the IPv4-mapped form of an open address is that address", async () => {
    expect(await codeOf(loopback.checkUrl("http://[::ffff:127.0.0.1]:9000/", "test"))).toBe("taken");
  });

  test("Harbor's own address is never a target", async () => {
    const guard = createUrlGuard({ testNetworks: ["127.0.0.0/8"], resolver });
    guard.setOwnPort(4210);
    expect(await codeOf(guard.checkUrl("http://127.0.0.1:4210/v1/events", "test"))).toBe("invalid_url");
    expect(await codeOf(guard.checkUrl("http://127.9.9.9:4210/", "test"))).toBe("invalid_url");
    expect(await codeOf(guard.checkUrl("http://127.0.0.1:4211/", "test"))).toBe("taken");
    expect(guard.allows({ address: "127.0.0.1", port: 4210 }, "test")).toBe(false);
  });
});

test("what the socket layer reports is judged by the same rule", () => {
  expect(closed.allows({ address: "::ffff:127.0.0.1", port: 80 }, "test")).toBe(false);
  expect(closed.allows({ address: "fe80::1%eth0", port: 80 }, "test")).toBe(false);
  expect(closed.allows({ address: "93.184.215.14", port: 443 }, "live")).toBe(true);
  expect(closed.allows({ address: "garbage", port: 443 }, "live")).toBe(false);
});
