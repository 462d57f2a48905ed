// A receiver that costs as little as one can: it answers 200 and keeps the time between the event's `sent_ns` and its receipt.
import { createServer } from "node:net";

const OK = Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
const HEAD_END = Buffer.from("\r\n\r\n");

let latenciesMs = [];
let wanted = Infinity;
let lastAt = 0n;

function received(body) {
  const at = process.hrtime.bigint();
  const sent = /"sent_ns":"(\d+)"/.exec(body.toString("latin1"));
  latenciesMs.push(Number(at - BigInt(sent[1])) / 1e6);
  lastAt = at;
  if (latenciesMs.length === wanted) tellDone();
}

function tellDone() {
  process.send({ received: { latenciesMs, lastNs: String(lastAt) } });
  wanted = Infinity;
}

/** One request at a time per connection, which is what both senders do; a request may come in pieces. */
function take(socket) {
  let rest = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const headEnd = rest.indexOf(HEAD_END);
    if (headEnd === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(rest.toString("latin1", 0, headEnd))[1]);
    const bodyStart = headEnd + HEAD_END.length;
    if (rest.length < bodyStart + length) return;
    received(rest.subarray(bodyStart, bodyStart + length));
    rest = rest.subarray(bodyStart + length);
    socket.write(OK);
  });
}

process.on("message", (message) => {
  if (message.expect === undefined) return;
  latenciesMs = [];
  wanted = message.expect;
  process.send({ expecting: wanted });
});

const server = createServer(take).listen(0, "127.0.0.1", () => {
  process.send({ url: `http://127.0.0.1:${server.address().port}/` });
});
