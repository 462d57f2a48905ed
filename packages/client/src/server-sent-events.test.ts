import { expect, test } from "vitest";
import { HarborError } from "./harbor-error.js";
import { readServerSentEvents, type ServerSentEvent } from "./server-sent-events.js";

const options = {
  onBytes: () => undefined,
  fail: (message: string) => new HarborError({ code: "unexpected_response", message }),
};

/** As it would be read from a connection that delivers `size` bytes at a time. */
async function read(text: string, size: number): Promise<ServerSentEvent[]> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += size)));
    },
  });
  const events: ServerSentEvent[] = [];
  for await (const event of readServerSentEvents(body, options)) events.push(event);
  return events;
}

const all = [1, 2, 3, 7, 1000];

test.each(all)("any line ending, cut into pieces of %i bytes", async (size) => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const text = ["id: 1", "event: delivery", 'data: {"ü":"✓"}', "", ": beat", "", "data: 2", "", ""].join(
      end,
    );
    expect(await read(text, size)).toEqual([
      { id: "1", event: "delivery", data: '{"ü":"✓"}' },
      { id: "", event: "message", data: "2" },
    ]);
  }
});

test.each(all)("fields as the standard has them, in pieces of %i bytes", async (size) => {
  const text = "data:no space\ndata:  two spaces\ndata\ndata: a:b\nretry: 10\nunknown: x\n\n";
  expect(await read(text, size)).toEqual([
    { id: "", event: "message", data: "no space\n two spaces\n\na:b" },
  ]);
});

test("an event that is cut off is not one", async () => {
  expect(await read("id: 1\ndata: half", 3)).toEqual([]);
  expect(await read("id: 1\ndata: half\n", 3)).toEqual([]);
});

const MB = 1024 * 1024;

test.each([
  ["one line", `data: ${"x".repeat(MB)}`],
  ["many lines", "data: x\n".repeat(MB / 4)],
])("an event of more than a megabyte in %s is an error", async (_, text) => {
  await expect(read(text, 64 * 1024)).rejects.toThrow("more than 1048576 characters");
});

test("a large event in pieces of one byte costs no more than its length", async () => {
  const startedAt = process.cpuUsage().user;
  const [event] = await read(`data: ${"x".repeat(MB / 4)}\n\n`, 1);
  expect(event?.data).toHaveLength(MB / 4);
  expect(process.cpuUsage().user - startedAt).toBeLessThan(5_000_000);
});
