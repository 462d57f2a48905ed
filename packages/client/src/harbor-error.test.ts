import { describe, expect, test, vi } from "vitest";
import { createClient, failureOf } from "../test/create-client.js";
import { endless, failure, json, startScriptedServer, text, unusedUrl } from "../test/scripted-server.js";
import { HarborError } from "./index.js";

const MB = 1024 * 1024;

describe("HarborError", () => {
  test("has the fields of Harbor's error, and of the request", async () => {
    const error = {
      code: "invalid_url",
      message: "Not that one.",
      request_id: "req_1",
      doc_url: "https://docs.example/errors#invalid_url",
      details: [{ path: "body/url", message: "is a loopback address" }],
    };
    const server = await startScriptedServer(json(400, { error }, { "x-proxy": "a" }));
    const thrown = await failureOf(createClient(server).destinations.create({ url: "http://127.0.0.1" }));
    expect(thrown).toBeInstanceOf(HarborError);
    expect(thrown).toMatchObject({
      name: "HarborError",
      message: "Not that one.\n  body/url: is a loopback address",
      code: "invalid_url",
      status: 400,
      requestId: "req_1",
      method: "POST",
      url: `${server.url}/v1/destinations`,
      docUrl: "https://docs.example/errors#invalid_url",
      details: error.details,
      retryable: false,
      retryAfterMs: null,
    });
    const { response } = thrown as HarborError;
    expect(response?.headers.get("x-proxy")).toBe("a");
    expect(JSON.parse(response?.text ?? "")).toEqual({ error });
  });

  test("has no docUrl from a server that sends none", async () => {
    const server = await startScriptedServer(failure(404, "destination_not_found"));
    expect(await failureOf(createClient(server).destinations.get("dest_1"))).toMatchObject({ docUrl: null });
  });

  test("has Retry-After in ms", async () => {
    const server = await startScriptedServer(failure(429, "rate_limited", { "retry-after": "7" }));
    const error = await failureOf(createClient(server, { maxRetries: 0 }).stats.get());
    expect(error).toMatchObject({ retryAfterMs: 7_000, retryable: true });
  });

  test("does not say the same twice", async () => {
    const details = [{ path: "body/url", message: "Not that one." }];
    const error = { code: "invalid_url", message: "Not that one.", request_id: "req_1", details };
    const server = await startScriptedServer(json(400, { error }));
    const thrown = await failureOf(createClient(server).destinations.create({ url: "http://127.0.0.1" }));
    expect(thrown).toHaveProperty("message", "Not that one.\n  body/url");
  });

  test.each([
    ["an HTML page", text(502, "<html>Bad gateway</html>"), 502, "<html>Bad gateway</html>"],
    ["an empty body", text(503, ""), 503, "an empty body"],
    ["an empty body with length 0", text(500, "", { "content-length": "0" }), 500, "an empty body"],
    ["JSON of another kind", json(404, { message: "no Route matched" }), 404, "no Route matched"],
    ["a JSON string", json(400, "nope"), 400, "nope"],
    ["a redirect", text(302, "", { location: "https://login.example" }), 302, "https://login.example"],
    ["a good status with a page", text(200, "<html>Sign in</html>"), 200, "<html>Sign in</html>"],
    ["a good status with nothing", text(200, ""), 200, "an empty body"],
  ])("for %s is unexpected_response", async (_, reply, status, excerpt) => {
    const server = await startScriptedServer(reply);
    const error = await failureOf(createClient(server, { maxRetries: 0 }).stats.get());
    expect(error).toBeInstanceOf(HarborError);
    expect(error).toMatchObject({ code: "unexpected_response", status, retryable: status >= 500 });
    expect((error as HarborError).message).toContain(excerpt);
  });

  test("quotes no more than the start of a long page", async () => {
    const server = await startScriptedServer(text(404, "x".repeat(100_000)));
    const error = await failureOf(createClient(server).stats.get());
    expect((error as HarborError).message.length).toBeLessThan(400);
  });

  test("does not read an error body without an end", async () => {
    const { reply, sent } = endless(500, "text/html", "<html>");
    const server = await startScriptedServer(reply);
    const error = await failureOf(createClient(server, { maxRetries: 0 }).stats.get());
    expect(error).toMatchObject({ code: "unexpected_response", status: 500 });
    expect((error as HarborError).message).toContain("<html>xxx");
    await vi.waitFor(() => expect(server.abandoned).toHaveLength(1));
    // The client's own maximum, and the buffers of two sockets.
    expect(sent()).toBeLessThan(16 * MB);
  });

  test("of the network says what failed and keeps the cause", async () => {
    const error = await failureOf(createClient({ url: "http://127.0.0.1:1" }, { maxRetries: 0 }).stats.get());
    expect(error).toMatchObject({ code: "network_error", status: null, requestId: null, retryable: true });
    expect((error as HarborError).message).toMatch(/127\.0\.0\.1:1/);
    expect((error as HarborError).cause).toBeInstanceOf(Error);
  });
});

describe("an error explains", () => {
  test.each([
    [401, "unauthorized"],
    [403, "forbidden"],
  ])("a %i with the key's prefix and the server, never the key", async (status, code) => {
    const server = await startScriptedServer(failure(status, code));
    const apiKey = "hk_test_abcd1234efgh";
    const error = await failureOf(createClient(server, { apiKey }).stats.get());
    expect((error as HarborError).message).toBe(
      `Fails with ${code}. The API key is hk_test_abcd…, the server ${server.url}.`,
    );
  });

  test.each(["hk_test_short", "hk_live_", "hk_prod_12345678", "another-kind-of-key", "hk_test_1234567!"])(
    "nothing of %s, which is not a key",
    async (apiKey) => {
      const server = await startScriptedServer(failure(401, "unauthorized"));
      const error = await failureOf(createClient(server, { apiKey }).stats.get());
      expect((error as HarborError).message).toBe(
        `Fails with unauthorized. The API key is not of the form hk_test_… or hk_live_…, the server ${server.url}.`,
      );
    },
  );

  test("the path of a wrong baseUrl, whether the server is Harbor or not", async () => {
    for (const reply of [failure(404, "not_found"), text(404, "<html>Not here</html>")]) {
      const server = await startScriptedServer(reply);
      const error = await failureOf(createClient({ url: `${server.url}/api` }).stats.get());
      expect((error as HarborError).message).toMatch(/GET http:\S+\/api\/v1\/stats.*Check baseUrl/);
    }
  });

  test("not a wrong baseUrl for a resource that is missing", async () => {
    const server = await startScriptedServer(failure(404, "destination_not_found"));
    const error = await failureOf(createClient(server).destinations.get("dest_1"));
    expect((error as HarborError).message).toBe("Fails with destination_not_found.");
  });

  test("https at a port without TLS, without OpenSSL's words", async () => {
    const server = await startScriptedServer(json(200, {}));
    const url = server.url.replace("http:", "https:");
    const error = await failureOf(createClient({ url }, { maxRetries: 0 }).stats.get());
    expect(error).toMatchObject({ code: "network_error", method: "GET", url: `${url}/v1/stats` });
    expect((error as HarborError).message).toBe(
      `GET ${url}/v1/stats failed: the server does not use TLS on this port. Use http:// in baseUrl.`,
    );
  });

  test("a server that is not running, at one address or at several", async () => {
    const url = await unusedUrl();
    for (const target of [url, url.replace("127.0.0.1", "localhost")]) {
      const error = await failureOf(createClient({ url: target }, { maxRetries: 0 }).stats.get());
      expect((error as HarborError).message).toMatch(
        /^GET http:\S+ failed: connect ECONNREFUSED .*\. Is the server running, and is baseUrl right\?$/,
      );
    }
  });

  test("the request that timed out or was aborted", async () => {
    const server = await startScriptedServer(() => undefined);
    const harbor = createClient(server, { timeoutMs: 20, maxRetries: 0 });
    const request = { method: "GET", url: `${server.url}/v1/stats` };
    expect(await failureOf(harbor.stats.get())).toMatchObject({
      ...request,
      code: "timeout",
      message: `GET ${request.url} timed out after 20 ms.`,
    });
    expect(await failureOf(harbor.stats.get({}, { signal: AbortSignal.abort() }))).toMatchObject({
      ...request,
      code: "aborted",
    });
  });
});

describe("instanceof HarborError", () => {
  const init = { code: "timeout", message: "" } as const;

  test("holds across copies of the package, as its ESM and CommonJS builds are", async () => {
    vi.resetModules();
    const { HarborError: Copy } = await import("./harbor-error.js");
    expect(Copy).not.toBe(HarborError);
    expect(new Copy(init) instanceof HarborError).toBe(true);
    expect(new HarborError(init) instanceof Copy).toBe(true);
  });

  test("does not hold for other errors and values", () => {
    for (const value of [new Error("a"), { name: "HarborError", code: "timeout" }, null, "HarborError"]) {
      expect(value instanceof HarborError).toBe(false);
    }
  });

  test("of a subclass holds for its own instances only", () => {
    class ShopError extends HarborError {}
    expect(new HarborError(init) instanceof ShopError).toBe(false);
    expect(new ShopError(init) instanceof ShopError).toBe(true);
    expect(new ShopError(init) instanceof HarborError).toBe(true);
  });
});
