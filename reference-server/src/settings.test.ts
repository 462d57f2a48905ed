import { expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.js";

function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

test.each([
  "https://*.example.com",
  "https://a;script-src",
  "https://app.example.com/",
  "app.example.com",
  "null",
])("%s is not an origin", (origin) => {
  expect(faultsOf({ HARBOR_PORTAL_ORIGINS: origin })).toHaveLength(1);
});

test.each([
  ["HARBOR_PORTAL_NAME", "a".repeat(61)],
  ["HARBOR_PORTAL_NAME", "Acme\u202e"],
  ["HARBOR_PORTAL_LOGO_URL", "http://example.com/a.svg"],
  ["HARBOR_PORTAL_LOGO_URL", "https://example.com/a.svg;script-src"],
  ["HARBOR_PORTAL_LOGO_URL", "https://example.com/a,b.svg"],
  ["HARBOR_PORTAL_LOGO_URL", "javascript:alert(1)"],
  ["HARBOR_PORTAL_COLOR", "red"],
  ["HARBOR_PORTAL_COLOR", "#fff"],
])("%s refuses %j", (name, value) => {
  expect(faultsOf({ [name]: value })).toHaveLength(1);
});

test.each([
  "hooks.example.com",
  "ftp://hooks.example.com",
  "https://user@hooks.example.com",
  "https://hooks.example.com/#a",
  "https://hooks.example.com/?",
])("%s is not a public URL", (url) => {
  expect(faultsOf({ HARBOR_PUBLIC_URL: url })).toHaveLength(1);
});
