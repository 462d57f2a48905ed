import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { json, startScriptedServer } from "../test/scripted-server.js";
import { Harbor, type HarborOptions } from "./index.js";
import { resolveOptions } from "./options.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const apiKey = "hk_test_12345678";

describe("apiKey", () => {
  test("comes from HARBOR_API_KEY unless given", () => {
    vi.stubEnv("HARBOR_API_KEY", "hk_test_from_env");
    expect(resolveOptions({}).apiKey).toBe("hk_test_from_env");
    expect(resolveOptions({ apiKey }).apiKey).toBe(apiKey);
  });

  test("must be there", () => {
    vi.stubEnv("HARBOR_API_KEY", "");
    expect(() => new Harbor()).toThrow("HARBOR_API_KEY");
  });

  test("is not a signing secret, and the error does not show it", () =>
    expect(() => new Harbor({ apiKey: "whsec_c2VjcmV0" })).toThrow(/^(?!.*c2VjcmV0).*signing secret/));

  test.each([
    ['"hk_test_12345678"', "is in quotes"],
    ["'hk_test_12345678'", "is in quotes"],
    ["\u201chk_test_12345678\u201d", "is in quotes"],
    ["hk_test_12345678\n", "contains white space"],
    [" hk_test_12345678", "contains white space"],
    ["HARBOR_API_KEY=hk_test_12345678", "holds a whole NAME=value line"],
    ["Bearer hk_test_12345678", 'begins with "Bearer"'],
    ["http://127.0.0.1:4210", "is a URL"],
    ["hk_test_1234\u200b5678", "contains characters that no API key has"],
    ["hk_test_…", "contains characters that no API key has"],
  ])("%j is refused: it %s; the error does not show the key", (key, fault) => {
    expect(() => new Harbor({ apiKey: key })).toThrow(`apiKey ${fault}`);
    expect(() => new Harbor({ apiKey: key })).toThrow(/^(?!.*12345678)/);
    vi.stubEnv("HARBOR_API_KEY", key);
    expect(() => new Harbor()).toThrow(`The environment variable HARBOR_API_KEY ${fault}`);
  });

  test("of live mode may not be used in a web page", () => {
    vi.stubGlobal("document", {});
    expect(() => new Harbor({ apiKey: "hk_live_12345678" })).toThrow("web page");
    expect(() => new Harbor({ apiKey })).not.toThrow();
    const options = { apiKey: "hk_live_12345678", allowLiveKeyInPage: true };
    expect(() => new Harbor(options)).not.toThrow();
    expect(() => new Harbor(options).withOptions({ maxRetries: 0 })).not.toThrow();
  });

  test("does not show when the client is printed", () =>
    expect(inspect(new Harbor({ apiKey }), { depth: 9, showHidden: true })).not.toContain(apiKey));
});

describe("baseUrl", () => {
  test.each([
    ["http://127.0.0.1:4210", "http://127.0.0.1:4210/v1"],
    ["http://127.0.0.1:4210/", "http://127.0.0.1:4210/v1"],
    ["http://127.0.0.1:4210/v1", "http://127.0.0.1:4210/v1"],
    ["http://127.0.0.1:4210/v1/", "http://127.0.0.1:4210/v1"],
    ["https://proxy.example/harbor", "https://proxy.example/harbor/v1"],
  ])("%s is %s", (given, used) => expect(resolveOptions({ apiKey, baseUrl: given }).baseUrl).toBe(used));

  test.each(["hk_live_12345678", "whsec_12345678"])("%s is refused; the error does not show it", (key) => {
    expect(() => resolveOptions({ apiKey, baseUrl: key })).toThrow(
      /^baseUrl is a key: pass the URL of the server\.$/,
    );
  });

  test("comes from HARBOR_BASE_URL unless given, else the embedded server", () => {
    vi.stubEnv("HARBOR_BASE_URL", "");
    expect(resolveOptions({ apiKey }).baseUrl).toBe("http://127.0.0.1:4210/v1");
    vi.stubEnv("HARBOR_BASE_URL", "https://env.example");
    expect(resolveOptions({ apiKey }).baseUrl).toBe("https://env.example/v1");
    expect(resolveOptions({ apiKey, baseUrl: "https://given.example" }).baseUrl).toBe(
      "https://given.example/v1",
    );
  });

  test.each(["", "harbor", "ftp://a.example", "127.0.0.1:4210", '"http://a.example"'])(
    "%j is refused",
    (baseUrl) => expect(() => resolveOptions({ apiKey, baseUrl })).toThrow("baseUrl must be"),
  );

  test("without a scheme is refused with a proposal", () => {
    vi.stubEnv("HARBOR_BASE_URL", "localhost:4210");
    expect(() => resolveOptions({ apiKey })).toThrow(
      /HARBOR_BASE_URL must be.*mean http:\/\/localhost:4210\?/,
    );
  });

  test.each(["http://user:pass@a.example", "http://a.example/?key=1", "http://a.example/#v1"])(
    "%s is refused: its parts would be lost",
    (baseUrl) => expect(() => resolveOptions({ apiKey, baseUrl })).toThrow("must not have credentials"),
  );
});

describe("limits", () => {
  test.each<HarborOptions>([
    { timeoutMs: 0 },
    { timeoutMs: NaN },
    { deadlineMs: -1 },
    { maxRetries: -1 },
    { maxRetries: NaN },
    { retryBaseDelayMs: -1 },
    { retryMaxDelayMs: NaN },
  ])("%j is refused", (options) => expect(() => new Harbor({ apiKey, ...options })).toThrow("must be"));

  test("of a call are checked too", async () => {
    await expect(new Harbor({ apiKey }).stats.get({}, { timeoutMs: 0 })).rejects.toThrow("timeoutMs must be");
  });

  test("given as undefined are the defaults", () =>
    expect(resolveOptions({ apiKey, timeoutMs: undefined }).timeoutMs).toBe(30_000));
});

test("headers of the client, the call and Harbor's own go out together", async () => {
  const server = await startScriptedServer(json(200, {}));
  const harbor = new Harbor({ apiKey, baseUrl: server.url, headers: { "x-team": "a", "x-app": "shop" } });
  await harbor.stats.get({}, { headers: { "x-team": "b" } });
  expect(server.requests[0]?.headers).toMatchObject({
    authorization: `Bearer ${apiKey}`,
    accept: "application/json",
    "user-agent": expect.stringMatching(/^harbor-client\/\d/) as string,
    "x-team": "b",
    "x-app": "shop",
  });
});
