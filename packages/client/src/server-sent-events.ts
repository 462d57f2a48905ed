export interface ServerSentEvent {
  id: string;
  event: string;
  data: string;
}

/** Reads `text/event-stream` (https://html.spec.whatwg.org/multipage/server-sent-events.html) as it arrives. */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
  onBytes: () => void,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let pending = "";
  let lines: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes();
      pending += decoder.decode(value, { stream: true });
      const parts = pending.split(/\r\n|\n|\r(?=[^\n])/); // a final CR may be half of a CRLF
      pending = parts.pop() ?? "";
      for (const line of parts) {
        if (line !== "") lines.push(line);
        else {
          const event = readEvent(lines);
          lines = [];
          if (event !== undefined) yield event;
        }
      }
    }
  } finally {
    // Not awaited: of a body that somebody else reads too (`tee`), it settles only when they are done.
    reader.cancel().catch(() => undefined);
  }
}

/** Undefined for a block without data, such as a heartbeat. */
function readEvent(lines: string[]): ServerSentEvent | undefined {
  const fields = { id: "", event: "message", data: [] as string[] };
  for (const line of lines) {
    const [, name, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === "data") fields.data.push(value);
    else if (name === "id" || name === "event") fields[name] = value;
  }
  return fields.data.length === 0 ? undefined : { ...fields, data: fields.data.join("\n") };
}
