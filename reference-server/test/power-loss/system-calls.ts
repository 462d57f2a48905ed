/** One change of a traced server to its files, or one response to a client, in the order of completion. */
export type Operation =
  | { kind: "write"; file: string; offset: number; data: Buffer }
  | { kind: "truncate"; file: string; length: number }
  /** `covers`: how many operations had completed when the sync began; only those are durable by it. */
  | { kind: "sync"; file: string; covers: number }
  | { kind: "sent"; text: string };

/** The calls to trace, and how, so that `parseTrace` can read the log. */
export const STRACE_ARGUMENTS = [
  "-f",
  "-y",
  "-xx",
  ...["-s", "1000000"],
  ...["-e", "trace=pwrite64,write,writev,fdatasync,fsync,ftruncate"],
];

const CALL = /^(\w+)\(\d+<([^>]*)>(?:, )?(.*)\)\s+= (-?\d+)/s;

/** Reads strace's log. A call that another thread interrupts in the log is in two parts, which belong to one process id. */
export function parseTrace(log: string): Operation[] {
  const operations: Operation[] = [];
  const begun = new Map<string, { text: string; covers: number }>();
  for (const line of log.split("\n")) {
    const [, pid, text] = /^(\d+) +(.*)$/s.exec(line) ?? [];
    if (pid === undefined || text === undefined) continue;
    if (text.endsWith("<unfinished ...>")) {
      begun.set(pid, { text: text.slice(0, -" <unfinished ...>".length), covers: operations.length });
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/s.exec(text);
    const start = resumed === null ? undefined : begun.get(pid);
    const whole = start === undefined ? text : `${start.text}${resumed?.[1] ?? ""}`;
    const operation = toOperation(whole, start?.covers ?? operations.length);
    if (operation !== null) operations.push(operation);
  }
  return operations;
}

function toOperation(text: string, covers: number): Operation | null {
  const [, name, hexPath = "", rest = "", result] = CALL.exec(text) ?? [];
  if (name === undefined || Number(result) < 0) return null;
  const file = hexPath.startsWith("\\x") ? unhex(hexPath).toString() : hexPath;
  switch (name) {
    case "pwrite64": {
      const [, data = "", offset] = /^"([^"]*)", \d+, (\d+)$/s.exec(rest) ?? [];
      return { kind: "write", file, offset: Number(offset), data: unhex(data) };
    }
    case "ftruncate":
      return { kind: "truncate", file, length: Number(rest) };
    case "fdatasync":
    case "fsync":
      return { kind: "sync", file, covers };
    default:
      return {
        kind: "sent",
        text: [...rest.matchAll(/"([^"]*)"/g)].map(([, hex = ""]) => unhex(hex)).join(""),
      };
  }
}

/** `\x68\x69` */
function unhex(text: string): Buffer {
  return Buffer.from(text.replaceAll("\\x", ""), "hex");
}
