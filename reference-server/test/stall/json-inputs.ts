import { type Input, repeat, send } from "./input.js";

/** An input that is one body to one path, sent `atOnce` times. */
function bodies(name: string, path: string, body: () => string, atOnce = 3): Input {
  return {
    name,
    keyed: true,
    async run(target) {
      const text = body();
      const responses = await Promise.all(Array.from({ length: atOnce }, () => send(target, path, text)));
      await Promise.all(responses.map((response) => response.text()));
    },
  };
}

function manyArrays(): string {
  const event = repeat('{"type":"a","body":[', "[],", "1]}", 261_000);
  return `{"events":[${Array.from({ length: 20 }, () => event).join()}]}`;
}

/** Request bodies. */
export const JSON_BODIES: Input[] = [
  bodies("a batch of 2.6 million numbers", "/events/batch", () => repeat('{"events":[', "1,", "1]}")),
  bodies("a batch of 1.7 million arrays", "/events/batch", () => repeat('{"events":[', "[],", "[]]}")),
  bodies("a batch that breaks at its end", "/events/batch", () =>
    repeat('{"events":[{"type":"a","body":[', "1.5e3,", ""),
  ),
  bodies("a batch with a million other members", "/events/batch", () => repeat("{", '"a":1,', '"b":1}')),
  bodies("a batch of line feeds", "/events/batch", () => repeat('{"events":', "\n", "")),
  bodies("a batch of brackets", "/events/batch", () => repeat('{"events":[', "[", "")),
  bodies("a batch whose item is a bracket bomb", "/events/batch", () =>
    repeat('{"events":[{"type":"a","body":', "[", ""),
  ),
  bodies("a batch of escapes", "/events/batch", () =>
    repeat('{"events":[{"type":"', "\\u0041", '","body":1}]}'),
  ),
  bodies("a batch of 20 bodies of 87,000 arrays", "/events/batch", manyArrays),
  bodies("8 batches of 20 bodies of 87,000 arrays", "/events/batch", manyArrays, 8),
  bodies(
    "a body 100,000 levels deep",
    "/events",
    () => `{"type":"a","body":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
  ),
  bodies("a body with 100,000 duplicate members", "/events", () =>
    repeat('{"type":"a","body":{', '"":1,', '"":2}}', 260_000),
  ),
  bodies("metadata of 170,000 arrays", "/destinations", () =>
    repeat('{"url":"http://127.0.0.1:9","metadata":{"a":[', "[],", "1]}}", 520_000),
  ),
  bodies("40,000 custom headers", "/destinations", () => {
    const headers = Array.from({ length: 40_000 }, (_, n) => `"h${n}":1`).join();
    return `{"url":"http://127.0.0.1:9","headers":{${headers}}}`;
  }),
  bodies("a filter of 500 KB", "/subscriptions", () =>
    repeat('{"destination_id":"d","event_type":"a","filter":{"$.a":{"$in":[', '"b",', "1]}}}", 500_000),
  ),
  bodies("a path of 500 KB", "/subscriptions", () =>
    repeat('{"destination_id":"d","event_type":"a","filter":{"$', "[*]", '":1}}', 500_000),
  ),
  bodies("a pattern of 500 KB", "/subscriptions", () =>
    repeat('{"destination_id":"d","event_type":"', "a.*.", 'a"}', 500_000),
  ),
  bodies("100,000 destination ids", "/events/evt_01KJPX728R3NF6M7PXVWPBB6VV/replay", () =>
    repeat('{"destination_ids":[', '"d",', '"d"]}', 500_000),
  ),
];
