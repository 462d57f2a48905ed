import { expect, it } from "vitest";
import { isImportable } from "./imported-secret.js";

const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 0xfb).toString("base64")}`;

it.each([24, 25, 26, 32, 64])("takes the base64 of %i bytes", (bytes) => {
  expect(isImportable(secretOf(bytes))).toBe(true);
});

it.each([
  "",
  "whsec_",
  secretOf(23),
  secretOf(65),
  secretOf(32).slice("whsec_".length),
  secretOf(32).toUpperCase(),
  secretOf(32).replace("=", ""),
  secretOf(32).replaceAll("+", "-"),
  `${secretOf(32)}\n`,
  ` ${secretOf(32)}`,
  // The last character has bits that no byte takes.
  `whsec_${"A".repeat(42)}B=`,
  `whsk_${Buffer.alloc(32).toString("base64")}`,
])("refuses %j", (secret) => {
  expect(isImportable(secret)).toBe(false);
});
