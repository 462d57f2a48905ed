import { expect, test } from "vitest";
import { readText } from "./read-text.js";

const bytes = new TextEncoder().encode("€".repeat(1_000)); // 3 bytes each

/** A body in pieces of `size` bytes, which cut characters in two. */
function streamed(size: number): { response: Response; wasCancelled: () => boolean } {
  let at = 0;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += size)));
    },
    cancel: () => void (cancelled = true),
  });
  return { response: new Response(body), wasCancelled: () => cancelled };
}

test.each([1, 2, 100, 10_000])("a body in pieces of %i bytes is read as a whole", async (size) => {
  const { response, wasCancelled } = streamed(size);
  expect(await readText(response, bytes.length)).toEqual({ text: "€".repeat(1_000), isTruncated: false });
  expect(wasCancelled()).toBe(false);
});

test("a longer body is cancelled and marked", async () => {
  const { response, wasCancelled } = streamed(100);
  const { text, isTruncated } = await readText(response, 299);
  expect(isTruncated).toBe(true);
  expect(text).toBe("€".repeat(100));
  expect(wasCancelled()).toBe(true);
});

test("a body that is not a web stream is read by arrayBuffer", async () => {
  const response = { status: 200, headers: new Headers(), arrayBuffer: async () => bytes.slice().buffer };
  for (const body of [undefined, {}]) {
    const text = "€".repeat(1_000);
    expect(await readText({ ...response, body }, bytes.length)).toEqual({ text, isTruncated: false });
    expect(await readText({ ...response, body }, 30)).toEqual({ text: "€".repeat(10), isTruncated: true });
  }
});

test("no body is the empty text", async () =>
  expect(await readText(new Response(null), 10)).toEqual({ text: "", isTruncated: false }));
