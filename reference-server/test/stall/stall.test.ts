import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Input } from "./input.js";
import { INPUTS } from "./inputs.js";
import { Sockets } from "./sockets.js";
import { HEAP_MB, startWatchedServer, type WatchedServer } from "./watched-server.js";

/** How long the event loop may be busy without a break. */
const MAX_STALL_MS = { keyed: 200, unkeyed: 50 };
/** An input that stalls the server does so each time; a busy machine does not. */
const TRIES = 6;

let server: WatchedServer;

beforeAll(async () => {
  server = await startWatchedServer();
  // Code that runs for the first time has to be compiled: that is not the fault of an input.
  for (const input of INPUTS.slice(0, 5)) await stallOf(input);
}, 60_000);
afterAll(() => server.stop());

async function stallOf(input: Input): Promise<number> {
  const sockets = new Sockets(server.url);
  await server.report();
  await input.run({ url: server.url, key: server.key, sockets });
  const { stallMs, heapBytes } = await server.report();
  sockets.closeAll();
  await idle(server.url);
  expect(heapBytes).toBeLessThan(HEAP_MB * 1_048_576);
  return stallMs;
}

/** The input's remaining work is done once a request is served at once. */
async function idle(url: string): Promise<void> {
  await vi.waitUntil(
    async () => {
      const start = performance.now();
      await (await fetch(`${url}/healthz`)).text();
      return performance.now() - start < 50;
    },
    { timeout: 20_000, interval: 50 },
  );
}

describe("a hostile input does not stall the server", () => {
  it.each(INPUTS)("$name", { timeout: 120_000 }, async (input) => {
    const allowed = input.keyed ? MAX_STALL_MS.keyed : MAX_STALL_MS.unkeyed;
    const stalls: number[] = [];
    do stalls.push(await stallOf(input));
    while (Math.min(...stalls) > allowed && stalls.length < TRIES);
    expect(Math.min(...stalls)).toBeLessThan(allowed);
    expect(server.isRunning()).toBe(true);
    const healthy = await fetch(`${server.url}/healthz`);
    expect(healthy.status).toBe(200);
  });
});
