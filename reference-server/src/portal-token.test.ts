import { expect, test } from "vitest";
import { generateApiKey } from "./api-key.js";
import { generatePortalToken, isPortalToken } from "./portal-token.js";

test.each(["live", "test"] as const)(
  "a token for %s has the form of one and is another each time",
  (mode) => {
    const tokens = Array.from({ length: 50 }, () => generatePortalToken(mode));
    expect(new Set(tokens).size).toBe(tokens.length);
    for (const token of tokens) {
      expect(token).toMatch(new RegExp(`^hp_${mode}_[0-9A-Za-z]{32}$`));
      expect(isPortalToken(token)).toBe(true);
    }
  },
);

test.each(["", "hp_test_", `hp_prod_${"a".repeat(32)}`, `hp_test_${"a".repeat(33)}`, generateApiKey("test")])(
  "%j is not a token",
  (text) => {
    expect(isPortalToken(text)).toBe(false);
  },
);
