import { expect, vi } from "vitest";
import type { Api } from "./test-server.js";

export interface Sent {
  id?: string;
  event: string;
  data: Record<string, unknown>;
}

/** `GET /stream` as it is read. */
export interface OpenedStream {
  events(): Sent[];
  until(count: number): Promise<Sent[]>;
  /** Resolves when either side has ended it. */
  ended: Promise<void>;
  close(): Promise<void>;
}

export async function openStream(
  api: Api,
  path = "/stream",
  headers: Record<string, string> = {},
): Promise<OpenedStream> {
  const stop = new AbortController();
  const response = await fetch(`${api.url}/v1${path}`, {
    headers: { authorization: `Bearer ${api.key ?? ""}`, ...headers },
    signal: stop.signal,
  });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(response.headers.get("harbor-request-id")).toMatch(/^req_/);
  let text = "";
  const reading = (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk as Uint8Array).toString();
  })().catch(() => undefined);
  await vi.waitUntil(() => text.startsWith(": connected\n\n"));
  const events = () => text.split("\n\n").slice(0, -1).flatMap(parseEvent);
  return {
    events,
    async until(count) {
      await vi.waitUntil(() => events().length >= count, { timeout: 10_000, interval: 5 });
      return events();
    },
    ended: reading,
    async close() {
      stop.abort();
      await reading;
    },
  };
}

function parseEvent(block: string): Sent[] {
  const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
  return fields.event === undefined ? [] : [{ ...fields, data: JSON.parse(fields.data as string) } as Sent];
}
