import { describe, expect, test } from "vitest";
import { ProtocolError, ResponseParser } from "./response-parser.js";

const LIMITS = { maxHeadBytes: 64 * 1024, maxBodyBytes: 16, maxInterimResponses: 10 };

interface Parsed {
  status: number | undefined;
  body: string;
  finished: boolean;
  reusable: boolean;
}

function parse(pieces: Buffer[], { ended = false } = {}): Parsed {
  const parser = new ResponseParser(LIMITS);
  for (const piece of pieces) parser.push(piece);
  if (ended) parser.end();
  const { head, finished, reusable } = parser;
  return { status: head?.status, body: parser.body().toString("latin1"), finished, reusable };
}

const whole = (text: string) => [Buffer.from(text, "latin1")];
const bytes = (text: string) => Array.from(Buffer.from(text, "latin1"), (byte) => Buffer.of(byte));

/** The result has to be the same however the network cuts the response. */
function expectParsed(text: string, expected: Partial<Parsed>, options?: { ended?: boolean }): void {
  const result = { status: 200, finished: true, reusable: true, body: "", ...expected };
  expect(parse(whole(text), options)).toEqual(result);
  expect(parse(bytes(text), options)).toEqual(result);
}

describe("framing", () => {
  test.each<[name: string, text: string, expected: Partial<Parsed>]>([
    ["a length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", { body: "ok" }],
    ["a length given twice, the same", "HTTP/1.1 200 OK\r\ncontent-length: 2, 2\r\n\r\nok", { body: "ok" }],
    ["no reason phrase", "HTTP/1.1 204\r\n\r\n", { status: 204 }],
    ["a body that is not there", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", { status: 304 }],
    [
      "chunks, an extension and a trailer",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nok\r\n00A\r\n0123456789\r\n0\r\nX: y\r\n\r\n",
      { body: "ok0123456789" },
    ],
    [
      "a connection that closes",
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
      { reusable: false },
    ],
    ["HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", { reusable: false }],
    [
      "HTTP/1.0 that is kept alive",
      "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n",
      { reusable: true },
    ],
    [
      "both framings: read by chunks, and not trusted again",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
      { body: "ok", reusable: false },
    ],
    ["a folded header line", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n", {}],
    [
      "a body over the limit",
      `HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n${"x".repeat(17)}`,
      { body: "x".repeat(16), reusable: false },
    ],
    [
      "a body of just the limit",
      `HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n${"x".repeat(16)}`,
      { body: "x".repeat(16) },
    ],
    [
      "a broken chunk size",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      { reusable: false },
    ],
    [
      "a chunk longer than it says",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
      { body: "a", reusable: false },
    ],
  ])("%s", (_, text, expected) => {
    expectParsed(text, expected);
  });

  test("until the connection closes", () => {
    const text = "HTTP/1.1 200 OK\r\n\r\nsome text";
    expectParsed(text, { body: "some text", finished: false, reusable: false });
    expectParsed(text, { body: "some text", finished: true, reusable: false }, { ended: true });
  });

  test("a connection with bytes behind the response carries no further request", () => {
    const text = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    expect(parse(whole(`${text}HTTP/1.1 500 Smuggled\r\n\r\n`))).toMatchObject({
      status: 200,
      reusable: false,
    });
  });

  test("chunk extensions and trailers without end are cut off", () => {
    const parser = new ResponseParser(LIMITS);
    parser.push(Buffer.from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"));
    for (let line = 0; line < 20_000 && !parser.finished; line++) parser.push(Buffer.from("X: y\r\n"));
    expect([parser.finished, parser.reusable]).toEqual([true, false]);
  });
});

describe("interim responses", () => {
  const interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
  const final = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  test.each(["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n", interim])(
    "%j is skipped",
    (text) => {
      expectParsed(`${text}${final}`, {});
    },
  );

  test("ten are skipped, eleven are too many", () => {
    expectParsed(interim.repeat(10) + final, {});
    expect(() => parse(whole(interim.repeat(11) + final))).toThrow(ProtocolError);
    expect(() => parse(bytes(interim.repeat(11) + final))).toThrow(/more than 10 interim/);
  });
});

describe("what is not a response", () => {
  test.each([
    "SSH-2.0-OpenSSH_9.6\r\n",
    "HTTP/2 200\r\n\r\n",
    "HTTP/1.1 099 Low\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\n\r\n",
    "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 0x2\r\n\r\n",
    "HTTP/1.1 200 OK\r\nX : y\r\n\r\n",
  ])("%j", (text) => {
    expect(() => parse(whole(text))).toThrow(ProtocolError);
    expect(() => parse(bytes(text))).toThrow(ProtocolError);
  });

  test("a head of 64 KB is read, a longer one is not", () => {
    const head = (length: number) => {
      const start = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: ";
      return `${start}${"x".repeat(length - start.length)}\r\n\r\n`;
    };
    expect(parse(whole(head(65_536)))).toMatchObject({ status: 200 });
    expect(() => parse(whole(head(65_537)))).toThrow(/longer than 65536 bytes/);
    const endless = Buffer.alloc(1000, "x");
    const parser = new ResponseParser(LIMITS);
    parser.push(Buffer.from("HTTP/1.1 200 OK\r\n"));
    expect(() => {
      for (let n = 0; n < 70; n++) parser.push(endless);
    }).toThrow(ProtocolError);
  });
});

test.each([
  ["Keep-Alive: timeout=5, max=100\r\n", 5],
  ["Keep-Alive: max=100, timeout=2\r\n", 2],
  ["Keep-Alive: max=100\r\n", undefined],
  ["", undefined],
])("the header %j says how long a connection is kept", (line, seconds) => {
  const parser = new ResponseParser(LIMITS);
  parser.push(Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: 0\r\n${line}\r\n`));
  expect(parser.head?.keepAliveSeconds).toBe(seconds);
});

test("what it read stays when the memory that it read from is used again", () => {
  const memory = Buffer.alloc(64);
  const parser = new ResponseParser(LIMITS);
  for (const piece of ["HTTP/1.1 200 OK\r\nContent-", "Length: 4\r\n\r\nab", "cd"]) {
    parser.push(memory.subarray(0, memory.write(piece)));
    memory.fill("x");
  }
  expect([parser.head?.status, parser.body().toString()]).toEqual([200, "abcd"]);
});
