import { describe, expect, test } from "vitest";
import { createClient, failureOf } from "../test/create-client.js";
import { json, startScriptedServer, text } from "../test/scripted-server.js";
import { HarborError } from "./index.js";

describe("HarborError", () => {
  test("is what Harbor answered", async () => {
    const error = {
      code: "invalid_url",
      message: "Not that one.",
      request_id: "req_1",
      details: [{ path: "body/url", message: "is a loopback address" }],
    };
    const server = await startScriptedServer(json(400, { error }));
    const thrown = await failureOf(createClient(server).destinations.create({ url: "http://127.0.0.1" }));
    expect(thrown).toBeInstanceOf(HarborError);
    expect(thrown).toMatchObject({
      name: "HarborError",
      message: "Not that one.\n  body/url: is a loopback address",
      code: "invalid_url",
      status: 400,
      requestId: "req_1",
      details: error.details,
      retryable: false,
    });
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

  test("of the network says what failed and keeps the cause", async () => {
    const error = await failureOf(createClient({ url: "http://127.0.0.1:1" }, { maxRetries: 0 }).stats.get());
    expect(error).toMatchObject({ code: "network_error", status: null, requestId: null, retryable: true });
    expect((error as HarborError).message).toMatch(/127\.0\.0\.1:1/);
    expect((error as HarborError).cause).toBeInstanceOf(Error);
  });
});
