// A receiver that costs as little as possible. The first segment of the path says how it behaves: `/ok/...` and `/drained/...` return 200, `/fail/...`
// returns 500, `/hang/...` never responds. Of each group it keeps the time from an event's `sent_ns` to its arrival, and which
// events (`n`) arrived.
import { createServer } from "node:net";

const responses = {
  ok: Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
  drained: Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
  fail: Buffer.from("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"),
};
const HEAD_END = Buffer.from("\r\n\r\n");

let groups = {};
let expected = { group: "", count: Infinity };

function groupOf(name) {
  return (groups[name] ??= { latenciesMs: [], arrivedAtMs: [], distinct: new Set(), lastNs: "0" });
}

function record(name, body) {
  const now = process.hrtime.bigint();
  const text = body.toString("latin1", 0, 160);
  const [, n, sentNs] = /"n":(\d+),"sent_ns":"(\d+)"/.exec(text);
  const group = groupOf(name);
  group.latenciesMs.push(Number(now - BigInt(sentNs)) / 1e6);
  group.distinct.add(Number(n));
  group.lastNs = String(now);
  if (name === expected.group && group.latenciesMs.length === expected.count) {
    expected = { group: "", count: Infinity };
    process.send({ received: report(group) });
  }
}

function report({ latenciesMs, distinct, lastNs }) {
  return { latenciesMs, distinct: [...distinct], lastNs };
}

/** One request at a time on each connection, as both senders do; a request may arrive in pieces. */
function serve(socket) {
  let rest = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const headEnd = rest.indexOf(HEAD_END);
    if (headEnd === -1) return;
    const head = rest.toString("latin1", 0, headEnd);
    const length = Number(/content-length: (\d+)/i.exec(head)[1]);
    const bodyStart = headEnd + HEAD_END.length;
    if (rest.length < bodyStart + length) return;
    const name = /^POST \/(\w+)/.exec(head)[1];
    record(name, rest.subarray(bodyStart, bodyStart + length));
    rest = rest.subarray(bodyStart + length);
    const response = responses[name];
    if (response !== undefined) socket.write(response);
  });
}

process.on("message", (message) => {
  if (message.expect !== undefined) {
    groups = {};
    expected = message.expect;
    process.send({ expecting: true });
  } else if (message.report !== undefined) {
    process.send({ report: report(groupOf(message.report)) });
  }
});

const server = createServer(serve).listen(0, "127.0.0.1", () => {
  process.send({ url: `http://127.0.0.1:${server.address().port}` });
});
