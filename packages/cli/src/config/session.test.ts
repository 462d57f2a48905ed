import { expect, test } from "vitest";
import { defaultBaseUrl, keyPrefix } from "./session.js";

test.each([
  ["hk_test_12345678", "hk_test_1234…"],
  ["hk_live_12345678", "hk_live_1234…"],
  ["hk_test_1234567", "…"],
  ["hk_prod_12345678", "…"],
  ["whsec_c2VjcmV0c2VjcmV0", "…"],
  ["correct horse battery staple", "…"],
  ["hk_test_12345678 hunter2", "…"],
])("of %j it shows %s", (text, shown) => expect(keyPrefix(text)).toBe(shown));

test.each(["hk_live_12345678", "whsec_c2VjcmV0c2VjcmV0"])("the base URL %s is refused unseen", (baseUrl) =>
  expect(() => defaultBaseUrl({ baseUrl })).toThrow("The base URL is a key: give the URL of the server."),
);
