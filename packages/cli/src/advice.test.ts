import { describe, expect, test } from "vitest";
import { adviseOn, type FailedAttempt } from "./advice.js";

const local: FailedAttempt = {
  status: null,
  error: null,
  body: "",
  url: new URL("http://localhost:3000/"),
  local: true,
};
const at = (path: string) => new URL(path, "http://localhost:3000");

describe("a response", () => {
  test.each<[string, Partial<FailedAttempt>, RegExp]>([
    ["401", { status: 401 }, /^Your receiver could not verify it: does it have the secret above\?$/],
    [
      "401 of a destination",
      { status: 401, local: false },
      /this destination's signing secret\? `harbor verify`/,
    ],
    [
      "400 about a signature",
      { status: 400, body: "Webhook signature verification failed" },
      /could not verify it/,
    ],
    ["403", { status: 403 }, /login or CSRF protection/],
    [
      "403 of CSRF",
      { status: 403, body: "CSRF verification failed.", url: at("/hooks") },
      /^CSRF.*exempt \/hooks/,
    ],
    ["419", { status: 419 }, /^CSRF/],
    ["404 at /", { status: 404 }, /^Nothing at \/; try .*harbor listen 3000\/webhooks\/harbor/],
    ["404 elsewhere", { status: 404, url: at("/hooks") }, /^Nothing at \/hooks: .*\/webhooks\/harbor/],
    ["404 at the usual path", { status: 404, url: at("/webhooks/harbor") }, /such as \/api\/webhooks/],
    [
      "404 of a destination",
      { status: 404, url: at("/hooks"), local: false },
      /^Nothing at \/hooks: check the path/,
    ],
    ["405", { status: 405, url: at("/hooks") }, /\/hooks exists but does not accept POST/],
    ["413", { status: 413 }, /raise the limit/],
    ["415", { status: 415 }, /application\/json/],
    ["422 with a page", { status: 422, body: "<html>" }, /HTML page/],
    [
      "302",
      { status: 302, location: "/login" },
      /redirects to http:\/\/localhost:3000\/login, and Harbor does not/,
    ],
    [
      "308 to a slash",
      { status: 308, location: "/hooks/", url: at("/hooks") },
      /\/hooks\/ \(a trailing slash\)/,
    ],
    ["301 without a location", { status: 301 }, /use the final URL/],
    [
      "500, parsed",
      { status: 500, body: '{"code":"body_already_parsed"}' },
      /^A body parser ran before the receiver/,
    ],
    ["500, express", { status: 500, body: "stream is not readable: body already read" }, /^A body parser/],
    ["500 with a page", { status: 500, body: "\n<!DOCTYPE html><title>Error</title>" }, /HTML error page/],
    ["500 without a body", { status: 500 }, /missing secret or a body parser/],
    ["502", { status: 502, body: "bad gateway" }, /proxy/],
    ["200 with a page", { status: 200, body: "<!doctype html>" }, /your webhook route, or a page/],
  ])("%s", (_, attempt, advice) => {
    expect(adviseOn({ ...local, ...attempt })).toMatch(advice);
  });

  test.each([
    [200, ""],
    [204, ""],
    [422, '{"code":"rejected","reason":"no such order"}'],
    [429, "slow down"],
    [500, "TypeError: x is undefined"],
    [503, ""],
  ])("%d %j needs none", (status, body) => {
    expect(adviseOn({ ...local, status, body })).toBeNull();
  });
});

describe("no response", () => {
  test.each([
    [
      "connection_refused",
      /^Nothing listens on localhost:3000: is your receiver running, and on this port\?$/,
    ],
    ["connection_reset", /crash or restart/],
    ["timeout", /respond first and do the work later, or raise --timeout/],
    ["dns_error", /host name of localhost:3000 is unknown/],
    ["protocol_error", /does not speak HTTP: is it an https port\?/],
    ["tls_error", /TLS connection/],
  ])("%s", (error, advice) => {
    expect(adviseOn({ ...local, error })).toMatch(advice);
    expect(adviseOn({ ...local, error, url: null, local: false })).not.toBeNull();
  });
});

test("text of the receiver cannot drive the terminal", () => {
  const advice = adviseOn({ ...local, status: 302, url: null, location: "\u001b]0;x\u0007" });
  expect(advice).toContain("·]0;x·");
});
