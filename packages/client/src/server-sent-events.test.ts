import { expect, test } from "vitest";
import type { EventSourceMessage } from "eventsource-parser";
import { HarborError } from "./harbor-error.js";
import { readServerSentEvents } from "./server-sent-events.js";

const options = {
  onBytes: () => undefined,
  fail: (message: string) => new HarborError({ code: "unexpected_response", message }),
};

/** As it would be read from a connection that delivers `size` bytes at a time. */
async function read(text: string, size: number): Promise<EventSourceMessage[]> {
  const bytes = new TextEncoder().encode(text);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
  const events: EventSourceMessage[] = [];
  for await (const event of readServerSentEvents(body, options)) events.push(event);
  return events;
}

const all = [1, 2, 3, 7, 1000];

test.each(all)("any line ending, cut into pieces of %i bytes", async (size) => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const text = ["id: 1", "event: delivery", 'data: {"ü":"✓"}', "", ": beat", "", "data: 2", "", ""].join(
      end,
    );
    expect(await read(text + (end === "\r" ? "\n" : ""), size)).toEqual([
      { id: "1", event: "delivery", data: '{"ü":"✓"}' },
      { data: "2" },
    ]);
  }
});

test.each(all)("fields as the standard has them, in pieces of %i bytes", async (size) => {
  const text = "data:no space\ndata:  two spaces\ndata\ndata: a:b\nretry: 10\nunknown: x\n\n";
  expect(await read(text, size)).toEqual([{ data: "no space\n two spaces\n\na:b" }]);
});

test("an event that is cut off is not one", async () => {
  expect(await read("id: 1\ndata: half", 3)).toEqual([]);
  expect(await read("id: 1\ndata: half\n", 3)).toEqual([]);
});
