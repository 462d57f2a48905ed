import { describe, expect, it } from "vitest";
import { parseExactly } from "./exact-number.js";
import { compileFilter } from "./filter.js";
import { FilterBudgetError, FilterWork, MAX_FILTER_VISITS } from "./filter-work.js";

function isTextMatch(filter: string, body: string, work: FilterWork): boolean {
  return compileFilter(filter).passes(parseExactly(body), work);
}

describe("the budget of an event", () => {
  const nested = (text: string) => `[[[[[[["${text}"]]]]]]]`;
  const y = "y".repeat(120);

  it("covers a filter that looks at each node of a body", () => {
    const work = new FilterWork();
    const body = JSON.stringify(Array.from({ length: 30_000 }, (_, n) => ({ sku: `A-${n}` })));
    expect(isTextMatch('{"$[*].sku":"none","$[0].sku":"A-0"}', body, work)).toBe(false);
    expect(work.visits).toBeLessThan(MAX_FILTER_VISITS / 2);
  });

  it("pays for a node's text once, however many conditions compare it", () => {
    const body = `[${Array.from({ length: 2000 }, () => nested(y)).join()}]`;
    const visitsOf = (conditions: number) => {
      const work = new FilterWork();
      const filters = Array.from({ length: conditions }, (_, n) => `{"$[*]":{"$eq":${nested(String(n))}}}`);
      expect(isTextMatch(`{"$or":[${filters.join()}]}`, body, work)).toBe(false);
      return work.visits;
    };
    expect(visitsOf(20) - visitsOf(1)).toBeLessThan(19 * 2 * 2001);
  });

  it("ends an evaluation that would take too long", () => {
    const work = new FilterWork();
    const body = `[${Array.from({ length: 60_000 }, () => "[1]").join()}]`;
    const conditions = Array.from({ length: 10 }, (_, n) => `{"$[*][*]":${n + 2}}`);
    expect(() => isTextMatch(`{"$or":[${conditions.join()}]}`, body, work)).toThrow(FilterBudgetError);
    expect(work.visits).toBeLessThan(MAX_FILTER_VISITS * 1.5);
  });

  it("is spent on cheap conditions first", () => {
    const work = new FilterWork();
    const body = JSON.stringify({ items: Array.from({ length: 60_000 }, () => [[1]]), id: 1 });
    expect(isTextMatch('{"$.items[*][*][*]":[2],"$.items[*]":[2],"$.id":2}', body, work)).toBe(false);
    expect(work.visits).toBeLessThan(10);
  });
});
