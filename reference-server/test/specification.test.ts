import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEventType, isPattern, isReservedEventType } from "@harbor/shared/event-patterns";
import { customHeaderFaults } from "../src/http/resources/custom-headers.js";
import { openapi } from "./openapi.js";

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(openapi, "openapi");

function accepts(pointer: string): (value: unknown) => boolean {
  const validate = ajv.compile({ $ref: `openapi#/components/schemas/${pointer}` });
  return (value) => validate(value);
}

const acceptsHeaders = accepts("CustomHeaders");

/** Texts near the edge of what a type, a pattern or a header name may be. */
const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "b", "0", "_", "-", ".", "*", "/", " ", "\0", "é"), maxLength: 8 }),
  fc.constantFrom("harbor", "harbor.test", "harbor.x", "harborx.y", "a".repeat(256), "a".repeat(257)),
  fc.constantFrom("Host", "hOST", "te", "TE2", "Content-Type", "content", "X-Content-Type", "Keep-Alive"),
  fc.constantFrom("proxy-a", "HARBOR-a", "User-Agent", "traceparent", "Proxy-", "a b", "a:b", "é"),
);

describe("the specification refuses what the server refuses", () => {
  it.each<[string, (value: unknown) => boolean, (text: string) => boolean]>([
    [
      "the type of an event",
      accepts("EventInput/properties/type"),
      (text) => isEventType(text) && !isReservedEventType(text),
    ],
    [
      "the type of a test event",
      accepts("TestEventInput/properties/type"),
      (text) => isEventType(text) && (!isReservedEventType(text) || text === "harbor.test"),
    ],
    ["the pattern of a subscription", accepts("EventTypePattern"), isPattern],
    [
      "the name of a custom header",
      (name) => acceptsHeaders({ [String(name)]: "x" }),
      (name) => customHeaderFaults({ [name]: "x" }).length === 0,
    ],
    [
      "the value of a custom header",
      (value) => acceptsHeaders({ "X-A": value }),
      (value) => customHeaderFaults({ "X-A": value }).length === 0,
    ],
  ])("%s", (_what, bySpecification, byServer) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect([text, bySpecification(text)]).toEqual([text, byServer(text)]);
      }),
      { numRuns: 500 },
    );
  });

  it.each(["", "ftp://h.example/", "h.example", "/path", "https://user:pw@h.example/", "http:h.example"])(
    "the URL %j of a destination",
    (url) => {
      expect(accepts("DestinationInput")({ url })).toBe(false);
      expect(accepts("DestinationUpdate")({ url })).toBe(false);
    },
  );

  it("but accepts a usual URL", () => {
    for (const url of [
      "https://hooks.acme.example/harbor?a=b@c",
      "http://127.0.0.1:3000",
      "HTTPS://A.example/x",
    ]) {
      expect(accepts("DestinationInput")({ url })).toBe(true);
    }
  });
});

describe("the specification for generators", () => {
  it("uses no name for two kinds of component", () => {
    const { examples: _data, ...kinds } = openapi.components;
    const names = Object.values(kinds).flatMap((kind) => Object.keys(kind));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it("has no inline enum whose generated name is that of a schema", () => {
    const schemas = openapi.components.schemas as Record<string, Node>;
    const clashes = Object.entries(schemas).flatMap(([name, schema]) => inlineEnums(name, schema));
    expect(clashes.filter((name) => name in schemas)).toEqual([]);
  });

  it("keeps the tags of webhooks apart from those of operations", () => {
    const tagsOf = (items: typeof openapi.paths) =>
      new Set(
        Object.values(items).flatMap((item) =>
          Object.values(item).flatMap((operation) => (operation as { tags?: string[] }).tags ?? []),
        ),
      );
    const ofWebhooks = tagsOf(openapi.webhooks);
    expect(ofWebhooks.size).toBeGreaterThan(0);
    for (const tag of tagsOf(openapi.paths)) expect(ofWebhooks).not.toContain(tag);
  });
});

interface Node {
  enum?: unknown[];
  properties?: Record<string, Node>;
  allOf?: Node[];
  items?: Node;
}

/** The names that generators give to the enums inside a schema: its own name and that of the property. */
function inlineEnums(name: string, { properties = {}, allOf = [], items }: Node): string[] {
  const inProperties = Object.entries(properties).flatMap(([property, schema]) => {
    const inner = name + property.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
    return [...(schema.enum === undefined ? [] : [inner]), ...inlineEnums(inner, schema)];
  });
  const inItems = items === undefined ? [] : inlineEnums(`${name}Item`, items);
  return [...inProperties, ...inItems, ...allOf.flatMap((part) => inlineEnums(name, part))];
}
