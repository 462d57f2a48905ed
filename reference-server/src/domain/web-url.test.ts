import { describe, expect, it } from "vitest";
import { pageUrlFault } from "./web-url.js";

describe("the URL of a page", () => {
  it.each(["https://app.example.com", "https://app.example.com/a?b=c#d", "HTTPS://[::1]:8443/"])(
    "may be %s",
    (url) => {
      expect(pageUrlFault(url, { allowHttp: false })).toBeNull();
    },
  );

  it.each([
    ["javascript:alert(1)", "absolute"],
    ["data:text/html,x", "absolute"],
    ["/settings", "absolute"],
    ["//evil.example", "absolute"],
    ["https:app.example.com", "absolute"],
    ["https:///app.example.com", "absolute"],
    ["https://app.example.com:99999", "absolute"],
    [" https://app.example.com", "white space"],
    ["https://app.example.com/a\tb", "white space"],
    ["java\nscript:alert(1)", "white space"],
    ["https://app.example.com/\ud800", "lone surrogates"],
    ["https://user@app.example.com", "credentials"],
    ["https://@app.example.com", "credentials"],
    [String.raw`https://evil.example\@app.example.com`, "backslash"],
    [String.raw`https://app.example.com\.evil.example/`, "backslash"],
  ])("must not be %j", (url, reason) => {
    expect(pageUrlFault(url, { allowHttp: true })).toContain(reason);
  });

  it("is http only where that is allowed", () => {
    expect(pageUrlFault("http://localhost:3000", { allowHttp: true })).toBeNull();
    expect(pageUrlFault("http://localhost:3000", { allowHttp: false })).toContain("https://");
  });
});
