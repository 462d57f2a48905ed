import { describe, expect, it } from "vitest";
import { customHeaderFaults } from "./custom-headers.js";

describe("customHeaderFaults", () => {
  it("accepts what a destination may need", () => {
    expect(
      customHeaderFaults({
        Authorization: "Bearer abc",
        "X-Acme-Tenant": "eu-1",
        Cookie: "a=b; c=d",
        "x.y": "",
        "X-Tab": "a\tb",
        "X-Latin": "café",
      }),
    ).toEqual([]);
  });

  it.each([
    "Host",
    "host",
    "Connection",
    "Keep-Alive",
    "Content-Type",
    "content-length",
    "Content-Anything",
    "Transfer-Encoding",
    "TE",
    "Trailer",
    "Upgrade",
    "Expect",
    "User-Agent",
    "TraceParent",
    "Proxy-Authorization",
    "Harbor-Signature",
    "harbor-anything",
    "Harbor_Signature",
    "Content_Length",
    "Transfer_Encoding",
    "proxy_authorization",
    "",
    "X Y",
    "X:Y",
    "Hé",
    "X\r\nY",
    "x".repeat(257),
  ])("refuses the name %j", (name) => {
    expect(customHeaderFaults({ [name]: "v" }).map(({ path }) => path)).toEqual([`body/headers/${name}`]);
  });

  it.each(["a\r\nb", "a\nb", "a\rb", "a\0b", "\u007f", "snow ☃", "\u0100"])(
    "refuses the value %j",
    (value) => {
      expect(customHeaderFaults({ "X-A": value })).toHaveLength(1);
    },
  );

  it("refuses one name in two spellings, and names every fault", () => {
    const headers = { "X-A": "1", "x-a": "2", X_a: "3", Host: "h" };
    expect(customHeaderFaults(headers).map(({ path }) => path)).toEqual([
      "body/headers/x-a",
      "body/headers/X_a",
      "body/headers/Host",
    ]);
  });
});
