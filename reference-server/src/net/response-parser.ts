/** The head of a response. It is shared between responses, so it must not be changed. */
export interface ResponseHead {
  readonly status: number;
  /** In the order and spelling of the response. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** For how long the server keeps an idle connection; undefined when it does not say. */
  readonly keepAliveSeconds: number | undefined;
}

/** The peer sent something that is not an HTTP/1.1 response to a POST. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  readonly code = "HARBOR_PROTOCOL";
}

export interface ParserLimits {
  /** Status line and headers together. */
  maxHeadBytes: number;
  /** Bytes of the body that are kept; a longer body ends the response. */
  maxBodyBytes: number;
  maxInterimResponses: number;
}

/** Bytes of chunk sizes, extensions and trailers that are read in addition to the body before the response is cut off. */
const MAX_FRAMING_BYTES = 16 * 1024;
const END_OF_HEAD = Buffer.from("\r\n\r\n");
const END_OF_LINE = Buffer.from("\r\n");
const NOTHING = Buffer.alloc(0);

type Framing = "none" | "length" | "chunked" | "until_close";
type State = "head" | "body" | "chunk_size" | "chunk_end" | "trailers" | "complete" | "cut";

/**
 * Reads one HTTP/1.1 response from the bytes of a connection (RFC 9112). Interim responses are skipped, and the body is kept as far
 * as the limit. Malformed input throws `ProtocolError` while the status is unknown; afterwards it only ends the response.
 */
export class ResponseParser {
  head: ResponseHead | null = null;
  /** Whether the connection can carry another request; known once the response is complete. */
  reusable = false;
  #state: State = "head";
  #framing: Framing = "none";
  #interim = 0;
  /** The received part of a head or of a line between chunks. */
  #pending: Buffer = NOTHING;
  /** Of the body or of the current chunk. */
  #remaining = 0;
  #framingBytes = 0;
  #bodyBytes = 0;
  readonly #chunks: Buffer[] = [];

  constructor(private readonly limits: ParserLimits) {}

  /** Whether nothing more has to be read: the response is complete, or longer than what is kept. */
  get finished(): boolean {
    return this.#state === "complete" || this.#state === "cut";
  }

  body(): Buffer {
    const [first = NOTHING] = this.#chunks;
    return this.#chunks.length > 1 ? Buffer.concat(this.#chunks) : first;
  }

  /** The caller may use the memory of `data` again afterwards. */
  push(data: Buffer): void {
    let rest = data;
    while (rest.length > 0 && !this.finished) rest = this.#step(rest);
    if (rest.length > 0) this.reusable = false;
  }

  /** The peer has closed its side: returns whether that completes the response. */
  end(): boolean {
    if (this.#state === "body" && this.#framing === "until_close") this.#state = "complete";
    return this.finished;
  }

  #step(data: Buffer): Buffer {
    switch (this.#state) {
      case "head":
        return this.#readHead(data);
      case "body":
        return this.#readBody(data);
      case "chunk_size":
      case "chunk_end":
      case "trailers":
        return this.#readLine(data);
      default:
        return data;
    }
  }

  #readHead(data: Buffer): Buffer {
    const { text, rest } = this.#upTo(END_OF_HEAD, data);
    if ((text?.length ?? this.#pending.length) > this.limits.maxHeadBytes)
      throw new ProtocolError(`the response head is longer than ${this.limits.maxHeadBytes} bytes`);
    if (text !== null) this.#take(readHead(text));
    else if (!startsLikeHttp(this.#pending))
      throw new ProtocolError("the response does not start with an HTTP/1.1 status line");
    return rest;
  }

  #take({ head, framing, bodyBytes, staysOpen }: ParsedHead): void {
    if (head.status < 200) {
      this.#interim += 1;
      if (this.#interim > this.limits.maxInterimResponses)
        throw new ProtocolError(`more than ${this.limits.maxInterimResponses} interim responses`);
      return;
    }
    this.#framing = framing;
    this.#remaining = bodyBytes;
    this.head = head;
    this.reusable = staysOpen;
    if (framing === "chunked") this.#state = "chunk_size";
    else if (framing === "none" || (framing === "length" && bodyBytes === 0)) this.#state = "complete";
    else this.#state = "body";
  }

  #readBody(data: Buffer): Buffer {
    const endless = this.#framing === "until_close";
    const part = endless || data.length <= this.#remaining ? data : data.subarray(0, this.#remaining);
    this.#keep(part);
    if (!endless) this.#remaining -= part.length;
    if (this.#bodyBytes > this.limits.maxBodyBytes) this.#cut();
    else if (!endless && this.#remaining === 0)
      this.#state = this.#framing === "chunked" ? "chunk_end" : "complete";
    return data.subarray(part.length);
  }

  #keep(part: Buffer): void {
    const room = this.limits.maxBodyBytes - this.#bodyBytes;
    // A copy, because the bytes lie in a buffer that the next read overwrites.
    if (room > 0) this.#chunks.push(Buffer.from(part.length > room ? part.subarray(0, room) : part));
    this.#bodyBytes += part.length;
  }

  #cut(): void {
    this.#state = "cut";
    this.reusable = false;
  }

  /** A chunk's size, the end of its data, or a trailer. */
  #readLine(data: Buffer): Buffer {
    const { text, rest } = this.#upTo(END_OF_LINE, data);
    this.#framingBytes += data.length - rest.length;
    if (this.#framingBytes > MAX_FRAMING_BYTES) this.#cut();
    else if (text !== null) this.#takeLine(text);
    return rest;
  }

  #takeLine(text: string): void {
    if (this.#state === "trailers") {
      if (text === "") this.#state = "complete";
      return;
    }
    if (this.#state === "chunk_end") {
      if (text === "") this.#state = "chunk_size";
      else this.#cut();
      return;
    }
    const size = /^([0-9a-f]{1,12})[\t ]*(;.*)?$/i.exec(text)?.[1];
    if (size === undefined) {
      this.#cut();
      return;
    }
    this.#remaining = Number.parseInt(size, 16);
    this.#state = this.#remaining === 0 ? "trailers" : "body";
  }

  /** The text in front of the delimiter, or null while it has not arrived. */
  #upTo(delimiter: Buffer, data: Buffer): { text: string | null; rest: Buffer } {
    if (this.#pending.length === 0) {
      const at = data.indexOf(delimiter);
      if (at !== -1) {
        const end = at + delimiter.length;
        return {
          text: data.toString("latin1", 0, at),
          rest: end === data.length ? NOTHING : data.subarray(end),
        };
      }
      this.#pending = Buffer.from(data);
      return { text: null, rest: NOTHING };
    }
    const searchedTo = Math.max(0, this.#pending.length - delimiter.length + 1);
    const all = Buffer.concat([this.#pending, data]);
    const at = all.indexOf(delimiter, searchedTo);
    this.#pending = at === -1 ? all : NOTHING;
    if (at === -1) return { text: null, rest: NOTHING };
    return { text: all.toString("latin1", 0, at), rest: all.subarray(at + delimiter.length) };
  }
}

const STATUS_LINE = /^HTTP\/(1\.[01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)$/;
const VERSION = "HTTP/1.";

function startsLikeHttp(data: Buffer): boolean {
  return VERSION.startsWith(data.toString("latin1", 0, VERSION.length));
}

/** A head with what follows from it for the rest of the response. */
interface ParsedHead {
  head: ResponseHead;
  framing: Framing;
  /** For the framing `length`. */
  bodyBytes: number;
  /** Whether the connection can carry another request once the response is complete. */
  staysOpen: boolean;
}

/** A busy receiver sends the same head many times within a second, until its `Date` changes. */
const recentHeads = new Map<string, ParsedHead>();
const MAX_RECENT = 256;
const MAX_RECENT_LENGTH = 1024;

function readHead(text: string): ParsedHead {
  let parsed = recentHeads.get(text);
  if (parsed !== undefined) return parsed;
  parsed = parseHead(text);
  if (text.length > MAX_RECENT_LENGTH) return parsed;
  if (recentHeads.size === MAX_RECENT) recentHeads.clear();
  recentHeads.set(text, parsed);
  return parsed;
}

function parseHead(text: string): ParsedHead {
  // A value can continue in a line that starts with white space (RFC 9112 section 5.2).
  const [first = "", ...lines] = text.replace(/\r\n[\t ]+/g, " ").split("\r\n");
  const [, version = "", status] = STATUS_LINE.exec(first) ?? [];
  if (status === undefined)
    throw new ProtocolError("the response does not start with an HTTP/1.1 status line");
  if (status === "101") throw new ProtocolError("the response switches protocols");
  const headers = parseHeaders(lines);
  const head = { status: Number(status), headers, keepAliveSeconds: keepAliveSecondsOf(headers) };
  const { framing, bodyBytes } = framingOf(head);
  const staysOpen = framing !== "until_close" && isPersistent(head, version);
  return { head, framing, bodyBytes, staysOpen };
}

function parseHeaders(lines: readonly string[]): ResponseHead["headers"] {
  return lines.map((line) => {
    const [, name, value = ""] = HEADER_LINE.exec(line) ?? [];
    if (name === undefined) throw new ProtocolError("the response has a malformed header line");
    return [name, value.trimEnd()];
  });
}

/** Of a header that may be in several lines. `name` in lower case. */
function valuesOf(headers: ResponseHead["headers"], name: string): string[] {
  return headers.flatMap(([given, value]) => (given.toLowerCase() === name ? [value] : []));
}

/** RFC 9112 section 6.3. */
function framingOf(head: ResponseHead): Pick<ParsedHead, "framing" | "bodyBytes"> {
  if (head.status < 200 || head.status === 204 || head.status === 304)
    return { framing: "none", bodyBytes: 0 };
  const codings = listOf(head.headers, "transfer-encoding");
  if (codings.length > 0)
    return { framing: codings.at(-1)?.toLowerCase() === "chunked" ? "chunked" : "until_close", bodyBytes: 0 };
  const lengths = new Set(listOf(head.headers, "content-length"));
  if (lengths.size === 0) return { framing: "until_close", bodyBytes: 0 };
  const [only = ""] = lengths;
  if (lengths.size !== 1 || !/^\d{1,15}$/.test(only))
    throw new ProtocolError("the response has an invalid Content-Length");
  return { framing: "length", bodyBytes: Number(only) };
}

/** The members of a list header, which may be in one line or in several. */
function listOf(headers: ResponseHead["headers"], name: string): string[] {
  return valuesOf(headers, name).flatMap((line) => line.split(",").map((part) => part.trim()));
}

/** RFC 9112 section 9.3. Both framing headers at once may be an attempt to smuggle another response (section 6.3). */
function isPersistent({ headers }: ResponseHead, version: string): boolean {
  const has = (name: string) => valuesOf(headers, name).length > 0;
  if (has("transfer-encoding") && has("content-length")) return false;
  if (!has("connection")) return version === "1.1";
  const options = listOf(headers, "connection").map((option) => option.toLowerCase());
  return !options.includes("close") && (version === "1.1" || options.includes("keep-alive"));
}

/** RFC 2068 section 19.7.1.1. */
function keepAliveSecondsOf(headers: ResponseHead["headers"]): number | undefined {
  const seconds = /(?:^|[,\s])timeout=(\d{1,9})/i.exec(valuesOf(headers, "keep-alive").join(","))?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
