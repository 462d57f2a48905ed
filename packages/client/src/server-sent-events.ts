import type { HarborError } from "./harbor-error.js";

export interface ServerSentEvent {
  id: string;
  event: string;
  data: string;
}

export interface ReadOptions {
  /** Something has arrived, if only a heartbeat. */
  onBytes: () => void;
  /** The error of a stream that is not Harbor's. */
  fail: (fault: string) => HarborError;
}

/** About fifty times the largest event of the API. */
const MAX_EVENT_CHARACTERS = 1024 * 1024;
const TOO_LARGE = `holds an event of more than ${MAX_EVENT_CHARACTERS} characters.`;

/** Reads `text/event-stream` (https://html.spec.whatwg.org/multipage/server-sent-events.html) as it arrives. */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
  { onBytes, fail }: ReadOptions,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const reader = body.getReader();
  const readLines = lineReader();
  let lines: string[] = [];
  let characters = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes();
      for (const line of readLines(value)) {
        characters += line.length;
        if (line !== "") lines.push(line);
        else {
          const event = toEvent(lines);
          lines = [];
          characters = 0;
          if (event !== undefined) yield event;
        }
      }
      if (characters + readLines.pendingCharacters() > MAX_EVENT_CHARACTERS) throw fail(TOO_LARGE);
    }
  } finally {
    // Not awaited: it settles only when every other reader of a shared body (`tee`) is done.
    reader.cancel().catch(() => undefined);
  }
}

/** Splits bytes into lines. Looks at each byte once, however small the pieces are in which a line arrives. */
function lineReader() {
  const decoder = new TextDecoder();
  let pending = "";
  let endsWithCr = false;
  const read = (bytes: Uint8Array): string[] => {
    const text = decoder.decode(bytes, { stream: true });
    if (text === "") return [];
    const [first = "", ...others] = text
      .slice(endsWithCr && text.startsWith("\n") ? 1 : 0)
      .split(/\r\n|\r|\n/);
    endsWithCr = text.endsWith("\r");
    const lines = [pending + first, ...others];
    pending = lines.pop() ?? "";
    return lines;
  };
  return Object.assign(read, { pendingCharacters: () => pending.length });
}

/** Undefined for a block without data, such as a heartbeat. */
function toEvent(lines: string[]): ServerSentEvent | undefined {
  const fields = { id: "", event: "message", data: [] as string[] };
  for (const line of lines) {
    const [, name, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === "data") fields.data.push(value);
    else if (name === "id" || name === "event") fields[name] = value;
  }
  return fields.data.length === 0 ? undefined : { ...fields, data: fields.data.join("\n") };
}
