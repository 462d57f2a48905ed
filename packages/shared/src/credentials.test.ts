import { expect, test } from "vitest";
import { modeOfApiKey, modeOfPortalToken } from "./credentials.js";

const TOKEN = "a1".repeat(16);

test.each([
  ["hk_test_quickstart", "test", null],
  ["hk_live_12345678", "live", null],
  ["hk_test_12345678", "test", null],
  ["hk_live_abc_DEF_123", "live", null],
  ["hk_test_", null, null],
  ["hk_test_1234567", null, null],
  ["HK_TEST_12345678", null, null],
  ["hk_test_1234567é", null, null],
  [" hk_test_12345678", null, null],
  ["hk_test_1234 5678", null, null],
  ["hk_prod_12345678", null, null],
  ['"hk_test_quickstart"', null, null],
  ["hk_test_quickstart\n", null, null],
  [`hp_test_${TOKEN}`, null, "test"],
  [`hp_live_${TOKEN}`, null, "live"],
  [`hp_live_${TOKEN}x`, null, null],
  [`hp_prod_${TOKEN}`, null, null],
  ["hp_test_", null, null],
  ["whsec_9KlQBb5R2mazILSkjLeeokq4Ld1quwUghMTwLzQX0iE=", null, null],
  ["", null, null],
])("%j: a key of %s, a token of %s", (text, key, token) => {
  expect([modeOfApiKey(text), modeOfPortalToken(text)]).toEqual([key, token]);
});
