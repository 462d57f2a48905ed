// Sends events over keep-alive connections, one request at a time each: as fast as it is answered, or at a steady rate.
import { createConnection } from "node:net";

const PADDING = "x".repeat(120);

function requestFor({ host, path, key }) {
  const event = JSON.stringify({
    type: "order.created",
    body: {
      sent_ns: String(process.hrtime.bigint()),
      order_id: "ord_123",
      amount_cents: 4500,
      note: PADDING,
    },
  });
  return `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: ${event.length}\r\n\r\n${event}`;
}

/** Resolves when `count` requests have been answered 202; `next` says when the next one may go. */
async function connection({ target, next, onAnswer }) {
  const { hostname, port } = new URL(`http://${target.host}`);
  const socket = createConnection({ host: hostname, port: Number(port), noDelay: true });
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  socket.setEncoding("latin1");
  while (await next()) {
    socket.write(requestFor(target));
    onAnswer(await answer(socket));
  }
  socket.destroy();
}

function answer(socket) {
  return new Promise((resolve, reject) => {
    let text = "";
    const onData = (chunk) => {
      text += chunk;
      const headEnd = text.indexOf("\r\n\r\n");
      if (headEnd === -1) return;
      const length = /content-length: (\d+)/i.exec(text);
      if (length === null || text.length < headEnd + 4 + Number(length[1])) return;
      socket.off("data", onData);
      if (text.startsWith("HTTP/1.1 202")) resolve();
      else reject(new Error(text));
    };
    socket.on("data", onData);
  });
}

/** `perSecond` null: each connection sends its next event when the last one was answered. */
async function run({ url, key, count, connections, perSecond }) {
  const { host } = new URL(url);
  const target = { host, path: "/v1/events", key };
  let left = count;
  const startedNs = process.hrtime.bigint();
  const next = async () => {
    const index = count - left;
    if (left-- <= 0) return false;
    if (perSecond === null) return true;
    const waitMs = (index * 1000) / perSecond - Number(process.hrtime.bigint() - startedNs) / 1e6;
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    return true;
  };
  const lanes = Array.from({ length: connections }, () =>
    connection({ target, next, onAnswer: () => undefined }),
  );
  await Promise.all(lanes);
  return { startedNs: String(startedNs) };
}

process.on("message", (message) => {
  if (message.run === undefined) return;
  run(message.run).then(
    (done) => process.send({ done }),
    (error) => {
      throw error;
    },
  );
});
// The preloaded report lets a process end when it has nothing else to do; this one waits for orders.
process.channel.ref();
process.send({ ready: true });
