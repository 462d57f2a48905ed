import { describe, expect, it } from "vitest";
import { readConfig } from "../config.js";
import { createRateLimits } from "./rate-limits.js";

function setUp(env: Record<string, string> = {}) {
  const time = { now: 1_000_000 };
  const { limits } = readConfig({ HARBOR_RATE_LIMITS: "on", ...env });
  const clock = { now: () => time.now, after: () => () => undefined };
  return {
    time,
    limits: createRateLimits(limits, { clock, logFault: () => undefined }, null),
  };
}

function takeMany(limits: ReturnType<typeof createRateLimits>, count: number, cost: number): number {
  return Array.from({ length: count }, () => limits.take("ingest", "1", cost)).filter(
    (taken) => taken?.refusal === null,
  ).length;
}

describe("rate limits", () => {
  it("let a burst of 10,000 events through and then 1,000 a second", () => {
    const { time, limits } = setUp();
    expect(takeMany(limits, 12_000, 1)).toBe(10_000);
    time.now += 1000;
    expect(takeMany(limits, 2000, 1)).toBe(1000);
    time.now += 5000;
    expect(takeMany(limits, 10_000, 1)).toBe(5000);
    time.now += 60_000;
    expect(takeMany(limits, 12_000, 1)).toBe(10_000);
  });

  it("refuse a batch whole: the tokens that are left stay", () => {
    const { limits } = setUp();
    expect(takeMany(limits, 99, 100)).toBe(99);
    expect(takeMany(limits, 1, 50)).toBe(1);
    const refused = limits.take("ingest", "1", 100);
    expect(refused?.refusal?.code).toBe("rate_limited");
    expect(refused?.headers.RateLimit).toBe('"ingest";r=50;t=10');
    expect(takeMany(limits, 1, 50)).toBe(1);
  });

  it("say how long to wait, and mean it", () => {
    const { time, limits } = setUp();
    for (let n = 0; n < 60; n++) expect(limits.take("management", "key_1", 1)?.refusal).toBeNull();
    const refused = limits.take("management", "key_1", 1);
    expect(refused?.refusal?.status).toBe(429);
    expect(refused?.refusal?.extra.retryAfterSeconds).toBe(1);
    time.now += 999;
    expect(limits.take("management", "key_1", 1)?.refusal).not.toBeNull();
    time.now += 1;
    expect(limits.take("management", "key_1", 1)?.refusal).toBeNull();
  });

  it("keep keys and environments apart", () => {
    const { limits } = setUp({
      HARBOR_MANAGEMENT_PER_MINUTE: "1",
      HARBOR_READS_PER_MINUTE: "1",
      HARBOR_EVENTS_BURST: "1",
    });
    for (const limit of ["ingest", "management", "read"] as const) {
      for (const who of ["a", "b"]) {
        expect(limits.take(limit, who, 1)?.refusal).toBeNull();
        expect(limits.take(limit, who, 1)?.refusal).not.toBeNull();
      }
    }
  });

  it("show policy and state", () => {
    const { limits } = setUp();
    expect(limits.take("management", "k", 1)?.headers).toEqual({
      RateLimit: '"management";r=59;t=1',
      "RateLimit-Policy": '"management";q=60;w=60',
    });
    expect(limits.take("ingest", "1", 1)?.headers["RateLimit-Policy"]).toBe('"ingest";q=10000;w=10');
  });

  it("let a batch that is larger than the bucket through when the bucket is full", () => {
    const { time, limits } = setUp({ HARBOR_EVENTS_BURST: "10", HARBOR_EVENTS_PER_SECOND: "10" });
    expect(takeMany(limits, 2, 30)).toBe(1);
    time.now += 2999;
    expect(takeMany(limits, 1, 30)).toBe(0);
    time.now += 1;
    expect(takeMany(limits, 1, 30)).toBe(1);
  });

  it("are nothing where they are off", () => {
    expect(setUp({ HARBOR_RATE_LIMITS: "off" }).limits.take("ingest", "1", 1)).toBeNull();
  });

  it("do not mind a clock that steps back", () => {
    const { time, limits } = setUp();
    expect(takeMany(limits, 10_000, 1)).toBe(10_000);
    time.now -= 5000;
    expect(takeMany(limits, 1, 1)).toBe(0);
  });
});
