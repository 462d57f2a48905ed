import { describe, expect, test, vi } from "vitest";
import { createClient } from "../test/create-client.js";
import { json, startScriptedServer } from "../test/scripted-server.js";
import { createRawClient } from "./raw.js";
import { RawJson, rawJson, serialize } from "./raw-json.js";

const exact = '{"n":1.0,"big":12345678901234567890, "e":1e3,"e":2,"t":"\\u0041\\/ü"}';

describe("an event's exact bytes", () => {
  test.each([
    ["text", rawJson(exact)],
    ["bytes", rawJson(new TextEncoder().encode(exact))],
  ])("from %s are sent as they are", async (_, body) => {
    const server = await startScriptedServer(json(202, {}));
    await createClient(server).events.send({ type: "order.created", body });
    expect(server.requests[0]?.body.toString()).toBe(`{"type":"order.created","body":${exact}}`);
  });

  test("in a test event and through the raw client", async () => {
    const server = await startScriptedServer(json(202, {}));
    const raw = createRawClient({ apiKey: "hk_test_scripted", baseUrl: server.url });
    await createClient(server).destinations.test("dest_1", { body: rawJson(" null ") });
    await raw.POST("/events/batch", { body: { events: [{ type: "a", body: rawJson("1.0") }] } });
    expect(server.requests.map(({ body }) => body.toString())).toEqual([
      '{"body": null }',
      '{"events":[{"type":"a","body":1.0}]}',
    ]);
  });

  test("from another copy of the package are sent as they are", async () => {
    vi.resetModules();
    const copy = await import("./raw-json.js");
    expect(copy.RawJson).not.toBe(RawJson);
    const server = await startScriptedServer(json(202, {}));
    await createClient(server).events.send({ type: "a", body: copy.rawJson("1.0") });
    expect(server.requests[0]?.body.toString()).toBe('{"type":"a","body":1.0}');
  });

  test("of a response are in withResponse().text", async () => {
    const text = `{"id":"evt_1","body":${exact}}`;
    const server = await startScriptedServer((response) => response.end(text));
    expect((await createClient(server).events.get("evt_1").withResponse()).text).toBe(text);
  });
});

describe("RawJson refuses", () => {
  test.each(["", "{", "{} {}", '1,"type":"x"', "undefined", "\uFEFF{}"])("%j, which is not JSON", (text) =>
    expect(() => new RawJson(text)).toThrow(SyntaxError),
  );

  test("bytes that are not UTF-8", () =>
    expect(() => new RawJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(TypeError));

  test("a BOM in bytes", () =>
    expect(() => new RawJson(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31))).toThrow(SyntaxError));

  test("a lone surrogate, which has no UTF-8 bytes", () =>
    expect(() => new RawJson('"\uD800"')).toThrow(TypeError));
});

describe("serialize", () => {
  test.each([
    { a: undefined, b: null, c: [undefined, () => 1, 2] },
    { date: new Date(0), nested: { date: new Date(0), deep: { deeper: { raw: 1 } } } },
    [],
    "text",
    null,
    { 'quoted "name"': NaN },
  ])("%j is what JSON.stringify returns", (value) => expect(serialize(value)).toBe(JSON.stringify(value)));

  test("JSON.stringify of a RawJson is its value", () =>
    expect(JSON.stringify({ body: rawJson('{"a":1.0}') })).toBe('{"body":{"a":1}}'));
});
