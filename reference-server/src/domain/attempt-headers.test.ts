import { describe, expect, test } from "vitest";
import {
  fixedHeaders,
  identityHeaders,
  keepRequest,
  keepResponse,
  shownRequest,
  shownResponse,
} from "./attempt-headers.js";

const delivery = { id: "del_1", event_id: "evt_1", event_type: "order.created", tenant: null };

describe("a request", () => {
  test("is shown with every header that it had, without the values of custom ones", () => {
    const fixed = fixedHeaders(["X-Key", "s3cret", "X-Odd", "a: b"], "Harbor/1.0.0");
    const own = ["Harbor-Signature", "t=1,v1=a", "Harbor-Timestamp", "1"];
    const kept = keepRequest(fixed, own);
    expect(kept).not.toContain("s3cret");
    const shown = shownRequest(kept, delivery);
    const sent = [...fixed.headers, ...identityHeaders(delivery), ...own];
    const names = sent.filter((_, at) => at % 2 === 0);
    expect(shown.map(([name]) => name).toSorted()).toEqual(names.toSorted());
    for (const [name, value] of shown) {
      const isCustom = name.startsWith("X-");
      expect(value).toBe(isCustom ? null : sent[sent.indexOf(name) + 1]);
    }
  });

  test("has its tenant if the event has one", () => {
    expect(identityHeaders({ ...delivery, tenant: "acme" })).toEqual(
      expect.arrayContaining(["Harbor-Tenant", "acme"]),
    );
    expect(identityHeaders(delivery)).not.toContain("Harbor-Tenant");
  });
});

describe("a response", () => {
  test("keeps the order, the spelling and what is there twice", () => {
    const headers = [
      ["Set-Cookie", "a=1"],
      ["x-request-id", "7"],
      ["Set-Cookie", "b=2"],
    ] as const;
    expect(shownResponse(keepResponse(headers))).toEqual(headers);
  });

  test("of a tunnel's client cannot add a line", () => {
    const kept = keepResponse([
      ["A", "1\r\nB: 2\0"],
      ["C", ""],
    ]);
    expect(shownResponse(kept)).toEqual([
      ["A", "1  B: 2 "],
      ["C", ""],
    ]);
    expect(shownResponse(keepResponse([]))).toEqual([]);
  });

  test("is kept up to 4 KB of names and values, and no header in part", () => {
    const header = (name: string, length: number) => [name, "x".repeat(length - name.length)] as const;
    const fits = [header("A", 4000), header("B", 96)];
    expect(shownResponse(keepResponse(fits))).toEqual(fits);
    expect(shownResponse(keepResponse([...fits, ["C", ""]]))).toEqual(fits);
    expect(shownResponse(keepResponse([header("A", 4097), ["B", ""]]))).toEqual([]);
    expect(shownResponse(keepResponse([["A", "é".repeat(2048)]]))).toEqual([]);
  });
});
