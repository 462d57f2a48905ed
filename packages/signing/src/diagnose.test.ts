import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { builds } from "../test/builds.js";
import { diagnoseOver } from "./diagnose.js";
import { type Hmac } from "./hmac.js";
import { nodeHmac } from "./hmac/node.js";
import { type Cause, type DiagnoseOptions } from "./node/diagnose.js";

const secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
const stranger = "whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWY=";
const timestamp = 1_753_900_000;
const now = timestamp * 1000;
const ids = { eventId: "evt_1", eventType: "order.created", deliveryId: "del_1" };
const sent = '{"order":"ord_1","total":10.00}';
const hmac = (key: string | Buffer, content: string): Buffer =>
  createHmac("sha256", key).update(content).digest();
const right = hmac(secret, `${timestamp}.${sent}`);

describe.each(builds)("diagnose, $build build", ({ createSigner, diagnose }) => {
  function headersFor(body: string | Uint8Array, key = secret): Record<string, string> {
    return {
      "harbor-signature": createSigner([key]).sign({ timestamp, body, ...ids }),
      "harbor-event-id": ids.eventId,
      "harbor-event-type": ids.eventType,
      "harbor-delivery-id": ids.deliveryId,
    };
  }
  const found = (options: Partial<DiagnoseOptions>) =>
    diagnose({ body: sent, headers: headersFor(sent), secret, now, ...options }).findings;
  const certain = (options: Partial<DiagnoseOptions>): Cause[] =>
    found(options)
      .filter(({ certainty }) => certainty === "certain")
      .map(({ cause }) => cause);
  const findings = (options: Partial<DiagnoseOptions>): string[] =>
    found(options).map(({ cause, certainty }) => `${certainty}: ${cause}`);

  test("has nothing to say about a good request", () => {
    expect(diagnose({ body: sent, headers: headersFor(sent), secret, now })).toMatchObject({
      ok: true,
      findings: [],
    });
  });

  test.each<[string, string | Buffer, unknown, Cause[]]>([
    ["trailing line feed trimmed", "{}\n", "{}", ["trailing_newline_trimmed"]],
    ["trailing CR LF trimmed", "{}\r\n", "{}", ["trailing_newline_trimmed"]],
    ["trailing line feed added", "{}", "{}\n", ["trailing_newline_added"]],
    ["BOM stripped", "\ufeff{}", "{}", ["bom_stripped"]],
    ["BOM added", "{}", "\ufeff{}", ["bom_added"]],
    ["read as latin1", '{"a":"é"}', Buffer.from('{"a":"é"}').toString("latin1"), ["decoded_as_latin1"]],
    [
      "read as windows-1252",
      '{"a":"€“"}',
      new TextDecoder("windows-1252").decode(Buffer.from('{"a":"€“"}')),
      ["decoded_as_latin1"],
    ],
    ["written as latin1", '{"a":"é"}', Buffer.from('{"a":"é"}', "latin1"), ["encoded_as_latin1"]],
    ["line endings to CR LF", "{\n}", "{\r\n}", ["line_endings_changed"]],
    ["line endings to LF", "{\r\n}", "{\n}", ["line_endings_changed"]],
    ["Python's spaces lost", '{"a": 1.0, "b": [1, 2]}', '{"a":1.0,"b":[1,2]}', ["body_reserialized"]],
    ["indentation lost", '{\n  "a": 1,\n  "b": []\n}', '{"a":1,"b":[]}', ["body_reserialized"]],
    ["indentation and line break lost", '{\n    "a": 1\n}\n', '{"a":1}', ["body_reserialized"]],
    ["indentation added", '{"a":{"b":{}}}', '{\n\t"a": {\n\t\t"b": {}\n\t}\n}', ["body_reserialized"]],
    ["escapes resolved", '{"a":"\\u00e9\\ud83d\\ude80"}', '{"a":"é🚀"}', ["body_reserialized"]],
    ["escapes added", '{"a":"é🚀"}', '{"a":"\\u00e9\\ud83d\\ude80"}', ["body_reserialized"]],
    ["PHP's slashes", '{"a":"x\\/y"}', '{"a":"x/y"}', ["body_reserialized"]],
    ["Go's angle brackets", '{"a":"\\u003cb\\u003e\\u0026"}', '{"a":"<b>&"}', ["body_reserialized"]],
    ["parsed", '{"a":1}', { a: 1 }, ["body_not_raw"]],
    ["parsed and indented", '{\n  "a": 1\n}', { a: 1 }, ["body_not_raw", "body_reserialized"]],
  ])("body: %s", (_, body, received, causes) => {
    expect(certain({ body: received, headers: headersFor(body) })).toEqual(causes);
    expect(certain({ body: received, headers: headersFor(body)["harbor-signature"] })).toEqual(causes);
  });

  test.each<[string, string, string, Cause[]]>([
    ["padded", secret, ` ${secret}\n`, ["secret_padded"]],
    ["quoted", secret, `"${secret}"`, ["secret_quoted"]],
    ["padded and quoted", secret, `'${secret}'\n`, ["secret_padded", "secret_quoted"]],
    ["whsec_ cut off", secret, secret.slice(6), ["secret_prefix_missing"]],
    ["whsec_ cut off by the signer", secret.slice(6), secret, ["secret_prefix_missing"]],
    ["an API key", secret, "hk_live_0123456789abcdef", ["secret_is_api_key"]],
    ["too short", secret, "whsec_", ["secret_incomplete"]],
  ])("secret: %s", (_, signedWith, used, causes) => {
    expect(certain({ headers: headersFor(sent, signedWith), secret: used })).toEqual(causes);
  });

  test("body: compressed on the way", () => {
    expect(certain({ body: gzipSync(sent) })).toContain("body_compressed");
  });

  test("secret: base64-decoded by the signer", () => {
    const key = Buffer.from(secret.slice(6), "base64");
    const header = `t=${timestamp},v1=${hmac(key, `${timestamp}.${sent}`).toString("hex")}`;
    expect(certain({ headers: header })).toEqual(["secret_decoded"]);
  });

  test("secret: of another destination", () => {
    expect(findings({ secret: stranger })).toEqual(["likely: wrong_secret", "possible: body_changed"]);
    const value = headersFor(sent)["harbor-signature"];
    expect(findings({ secret: stranger, headers: value })).toContain("possible: wrong_secret");
  });

  test("secret: cut at its end", () => {
    expect(findings({ secret: secret.slice(0, 30) })).toContain("likely: secret_incomplete");
  });

  const headerFaults: [string, string, Cause][] = [
    ["timestamp left out", `t=${timestamp},v1=${hmac(secret, sent).toString("hex")}`, "timestamp_left_out"],
    [
      "milliseconds",
      `t=${now},v1=${hmac(secret, `${now}.${sent}`).toString("hex")}`,
      "timestamp_in_milliseconds",
    ],
    ["base64 for hex", `t=${timestamp},v1=${right.toString("base64")}`, "signature_in_base64"],
    ["base64url for hex", `t=${timestamp},v1=${right.toString("base64url")}`, "signature_in_base64"],
    ["upper case", `t=${timestamp},v1=${right.toString("hex").toUpperCase()}`, "signature_in_upper_case"],
    ["two lines", `t=${timestamp},v1=${right.toString("hex")}, t=${timestamp}`, "header_duplicated"],
  ];

  test.each(headerFaults)("header: %s", (_, header, cause) => {
    expect(certain({ headers: header })).toEqual([cause]);
  });

  test("header: missing", () => {
    expect(certain({ headers: {} })).toEqual(["header_missing"]);
  });

  test("headers that v2 covers: changed or missing", () => {
    const headers = headersFor(sent);
    expect(certain({ headers: { ...headers, "harbor-event-type": "x" } })).toEqual(["headers_changed"]);
    expect(certain({ headers: { "harbor-signature": headers["harbor-signature"] } })).toEqual([
      "headers_missing",
    ]);
  });

  test("two faults at once", () => {
    expect(certain({ body: "{}", headers: headersFor("{}\n"), secret: `${secret} ` })).toEqual([
      "secret_padded",
      "trailing_newline_trimmed",
    ]);
  });

  test("a body changed beyond recognition, distinguished from a wrong secret by v2", () => {
    expect(findings({ body: '{"order":"ord_1","total":10}' })).toEqual([
      "certain: body_changed",
      "likely: body_reserialized",
    ]);
    expect(findings({ body: '{ "a":"\ufffd"}' })).toEqual([
      "certain: body_changed",
      "likely: invalid_utf8_replaced",
    ]);
  });

  test.each([3600, -3600])("a clock that is %d s off", (offsetSeconds) => {
    const [first, ...more] = found({ now: now + offsetSeconds * 1000 });
    expect(first).toMatchObject({ cause: "clock_off", certainty: "likely", offsetSeconds });
    expect(first?.detail).toContain("3600 s");
    expect(more).toEqual([]);
  });

  test("one of several secrets", () => {
    expect(certain({ secret: [stranger, secret.slice(6)] })).toEqual(["secret_prefix_missing"]);
  });

  test("never repeats a secret or the body", () => {
    const result = diagnose({
      body: '{"iban":"DE02"}',
      headers: headersFor(sent),
      secret: `${stranger} `,
      now,
    });
    expect(JSON.stringify(result)).not.toMatch(/DE02|YWJjZGVm/);
  });

  test.each<[string, string, Cause]>([
    ["joined with another", `${secret},${stranger}`, "secret_joined"],
    ["behind its variable's name", `HARBOR_SIGNING_SECRET=${secret}`, "secret_has_text_before"],
    ["behind a version", `v1,${secret}`, "secret_has_text_before"],
    ["with a literal \\n", `${secret}\\n`, "secret_has_escaped_line_break"],
    ["with a zero-width space", `${secret}\u200b`, "secret_has_invisible_character"],
  ])("secret: %s", (_, used, cause) => {
    expect(certain({ secret: used })).toContain(cause);
  });

  test("a parsed body that is too deep or too large to serialise is only called not raw", () => {
    let deep: unknown = {};
    for (let depth = 0; depth < 10_000; depth += 1) deep = { deep };
    expect(certain({ body: deep })).toEqual(["body_not_raw"]);
    expect(certain({ body: Array.from({ length: 200_000 }, () => 0) })).toEqual(["body_not_raw"]);
  });

  test("stays bounded on hostile bodies", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(findings({ body: deep })).toEqual(["certain: body_changed"]);
    const cyclic: Record<string, unknown> = {};
    cyclic["self"] = cyclic;
    expect(certain({ body: cyclic })).toEqual(["body_not_raw"]);
  });

  test.each([[Promise.resolve("{}")], [undefined], [1n]])("says of %o only that it is not raw", (body) => {
    expect(certain({ body })).toEqual(["body_not_raw"]);
  });
});

describe("the search for a cause is bounded", () => {
  const digest = "a".repeat(64);
  const megabyte = "x".repeat(1_000_000);
  const rows = Array.from({ length: 24_000 }, (_, id) => ({ id, name: "näme/x", html: "<b>" }));
  const largeJson = JSON.stringify(rows);
  const times = (count: number): string => Array.from({ length: count }, (_, index) => `t=${index}`).join();

  /** The real HMAC, with a count of what it hashes. */
  function countingHmac(): { hmac: Hmac; hashedBytes: () => number; digests: () => number } {
    let bytes = 0;
    let digests = 0;
    const importKey: Hmac["importKey"] = (key) => {
      const real = nodeHmac.importKey(key);
      return {
        digest(head, body = "") {
          bytes += head.length + body.length;
          digests += 1;
          return real.digest(head, body);
        },
      };
    };
    return { hmac: { ...nodeHmac, importKey }, hashedBytes: () => bytes, digests: () => digests };
  }

  test.each<[string, string, string]>([
    ["1,000 equal timestamps and 1 MB", `${"t=1,".repeat(1_000)}v1=${digest}`, megabyte],
    ["300 timestamps and 900 KB of JSON", `${times(300)},v1=${digest}`, largeJson],
    ["three timestamps and 250 KB of JSON", `${times(3)},v1=${digest}`, JSON.stringify(rows.slice(0, 6_000))],
    ["one timestamp and 130,000 tokens", `t=1,v1=${digest}`, `[${"1,".repeat(65_000)}1]`],
  ])("%s", (_, header, body) => {
    const { hmac: counting, hashedBytes } = countingHmac();
    const { ok } = diagnoseOver({ hmac: counting })({ body, headers: header, secret, now });
    expect(ok).toBe(false);
    // 12 ms of node:crypto, and the verification itself.
    expect(hashedBytes()).toBeLessThan(12_000_000 + body.length);
  });

  test("200 digests in each scheme", () => {
    const headers = {
      "harbor-signature": `t=1${`,v1=${digest}`.repeat(200)}${`,v2=${digest}`.repeat(200)}`,
      "harbor-event-id": "evt_1",
      "harbor-event-type": "order.created",
      "harbor-delivery-id": "del_1",
    };
    const { hmac: counting, digests } = countingHmac();
    diagnoseOver({ hmac: counting })({ body: "{}", headers, secret, now });
    expect(digests()).toBeLessThan(500);
  });

  test("a fault of a 200 KB body is still found", () => {
    const body = JSON.stringify(rows.slice(0, 4_500));
    const headers = `t=${timestamp},v1=${hmac(secret, `${timestamp}.${body}\n`).toString("hex")}`;
    const { findings } = diagnoseOver({ hmac: nodeHmac })({ body, headers, secret, now });
    expect(findings.map(({ cause }) => cause)).toEqual(["trailing_newline_trimmed"]);
  });
});
