import { describe, expect, test } from "vitest";
import { parseTarget, withPort } from "./target.js";

const href = (text: string | null, options = {}) =>
  parseTarget(text, { port: null, hasCommand: false, ...options }).url.href;

describe("a target", () => {
  test.each([
    ["3000", "http://localhost:3000/"],
    [":3000", "http://localhost:3000/"],
    ["3000/webhooks/harbor", "http://localhost:3000/webhooks/harbor"],
    ["3000?a=1", "http://localhost:3000/?a=1"],
    ["80/x", "http://localhost/x"],
    ["localhost:3000/hooks", "http://localhost:3000/hooks"],
    ["127.0.0.1:3000", "http://127.0.0.1:3000/"],
    ["[::1]:3000/x", "http://[::1]:3000/x"],
    ["192.168.1.7:3000", "http://192.168.1.7:3000/"],
    ["web:3000/hooks", "http://web:3000/hooks"],
    ["shop.test/hooks", "http://shop.test/hooks"],
    ["host.docker.internal:3000", "http://host.docker.internal:3000/"],
    ["http://localhost:3000/x", "http://localhost:3000/x"],
    ["https://dev.example/hooks?a=1", "https://dev.example/hooks?a=1"],
  ])("%s is %s", (text, url) => {
    expect(href(text)).toBe(url);
  });

  test.each([
    ["http://3000/webhooks/harbor", /the address 0\.0\.11\.184: write a port as localhost:3000/],
    ["http://0xbb8/", /the address 0\.0\.11\.184/],
    ["http://2130706433:3000/", /the address 127\.0\.0\.1/],
    ["http://127.1/", /the address 127\.0\.0\.1/],
    ["3000.5/x", /not a receiver/],
    ["70000", /from 1 to 65535/],
    ["0/x", /from 1 to 65535/],
    ["99999999999", /from 1 to 65535/],
    ["shop.example/hooks", /not on this machine or a private network/],
    ["8.8.8.8/hooks", /not on this machine or a private network/],
    ["http://", /not a receiver/],
    ["ftp://localhost/x", /not a receiver/],
    ["local host", /not a receiver/],
    ["user:pass@localhost:3000", /user name or password/],
  ])("%s is refused", (text, message) => {
    expect(() => href(text)).toThrow(message);
  });
});

describe("a port from elsewhere", () => {
  test("--port completes a path, or is enough alone", () => {
    expect(href("/hooks", { port: 8080 })).toBe("http://localhost:8080/hooks");
    expect(href(null, { port: 8080 })).toBe("http://localhost:8080/");
  });

  test("a leading number is the port even so, and a URL has its own", () => {
    expect(href("3000/hooks", { port: 8080 })).toBe("http://localhost:3000/hooks");
    expect(() => href("localhost:3000", { port: 8080 })).toThrow(/not both/);
  });

  test("with a command it can be found later; without one something must be named", () => {
    const target = parseTarget("/hooks?a=1", { port: null, hasCommand: true });
    expect(target.portIsKnown).toBe(false);
    expect(withPort(target, 5173).href).toBe("http://localhost:5173/hooks?a=1");
    expect(() => href(null)).toThrow(/Name the receiver/);
    expect(() => href("/hooks")).toThrow(/Name the receiver/);
  });
});
