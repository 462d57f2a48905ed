import { createParser, type EventSourceMessage, type ParseError } from "eventsource-parser";
import type { HarborError } from "./harbor-error.js";

/** About fifty times the largest event of the API. */
const MAX_EVENT_CHARACTERS = 1024 * 1024;
const TOO_LARGE = `holds an event of more than ${MAX_EVENT_CHARACTERS} characters.`;

export interface ReadOptions {
  /** Something has arrived, if only a heartbeat. */
  onBytes: () => void;
  /** The error of a stream that is not Harbor's. */
  fail: (fault: string) => HarborError;
}

/** Reads `text/event-stream` as it arrives. */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
  { onBytes, fail }: ReadOptions,
): AsyncGenerator<EventSourceMessage, void, undefined> {
  const messages: EventSourceMessage[] = [];
  const excess: ParseError[] = [];
  const parser = createParser({
    onEvent: (message) => void messages.push(message),
    onError(error) {
      if (error.type === "max-buffer-size-exceeded") excess.push(error);
    },
    maxBufferSize: MAX_EVENT_CHARACTERS,
  });
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes();
      parser.feed(decoder.decode(value, { stream: true }));
      yield* messages.splice(0);
      if (excess.length > 0) throw fail(TOO_LARGE);
    }
  } finally {
    // Not awaited: it settles only when every other reader of a shared body (`tee`) is done.
    reader.cancel().catch(() => undefined);
  }
}
