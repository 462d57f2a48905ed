import { expect, test } from "vitest";
import { modeOfApiKey, modeOfPortalToken } from "@harbor/shared/credentials";
import { generatePortalToken } from "./portal-token.js";

test.each(["live", "test"] as const)(
  "a token for %s has the form of one and is another each time",
  (mode) => {
    const tokens = Array.from({ length: 50 }, () => generatePortalToken(mode));
    expect(new Set(tokens).size).toBe(tokens.length);
    for (const token of tokens) {
      expect(token).toMatch(new RegExp(`^hp_${mode}_[0-9A-Za-z]{32}$`));
      expect([modeOfPortalToken(token), modeOfApiKey(token)]).toEqual([mode, null]);
    }
  },
);
