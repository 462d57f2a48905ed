// Sends events over keep-alive connections, one request at a time on each: every connection as fast as it gets responses (closed
// loop), or all together at a steady rate that waits for no response (open loop).
import { createConnection } from "node:net";

/** A closed loop repeats what an overloaded server refused. */
const RETRY_MS = 1000;
const HEAD_END = "\r\n\r\n";

/** One connection; `send` resolves with the status and whether the response had a Retry-After. */
class Connection {
  #socket;
  #text = "";
  #settle;

  constructor(host) {
    const { hostname, port } = new URL(`http://${host}`);
    this.host = { hostname, port: Number(port) };
  }

  async send(request) {
    if (this.#socket === undefined || this.#socket.destroyed) await this.#connect();
    return await new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close() {
    this.#socket?.destroy();
  }

  async #connect() {
    const socket = createConnection({ host: this.host.hostname, port: this.host.port, noDelay: true });
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => this.#read(chunk));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#settle?.resolve({ status: 0, retryAfter: false }));
    await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
    this.#socket = socket;
    this.#text = "";
  }

  #read(chunk) {
    this.#text += chunk;
    const headEnd = this.#text.indexOf(HEAD_END);
    if (headEnd === -1) return;
    const head = this.#text.slice(0, headEnd);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#text.length < headEnd + HEAD_END.length + length) return;
    this.#text = "";
    const { resolve } = this.#settle;
    this.#settle = undefined;
    resolve({ status: Number(head.slice(9, 12)), retryAfter: /\r\nretry-after:/i.test(head) });
  }
}

/** `types` are sent in turn; `bodyBytes` is about the size of the event's body. */
function requests({ url, key, types, bodyBytes }) {
  const { host } = new URL(url);
  const padding = "x".repeat(Math.max(0, bodyBytes - 90));
  const head = `POST /v1/events HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`;
  return (n) => {
    const body = `{"n":${n},"sent_ns":"${process.hrtime.bigint()}","order_id":"ord_123","amount_cents":4500,"note":"${padding}"}`;
    const event = `{"type":"${types[n % types.length]}","body":${body}}`;
    return `${head}Content-Length: ${event.length}\r\n\r\n${event}`;
  };
}

function createTally() {
  const tally = { accepted: [], refused: {}, withoutRetryAfter: 0, unsent: 0 };
  return {
    tally,
    count(n, { status, retryAfter }) {
      if (status === 202) return tally.accepted.push(n);
      tally.refused[status] = (tally.refused[status] ?? 0) + 1;
      if (!retryAfter) tally.withoutRetryAfter += 1;
    },
  };
}

async function closedLoop({ pool, request, count, tally }) {
  let next = 0;
  const lane = async (connection) => {
    while (next < count) {
      const n = next++;
      for (;;) {
        const response = await connection.send(request(n));
        tally.count(n, response);
        if (response.status !== 503) break;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  };
  await Promise.all(pool.map(lane));
}

/** Each event goes out when it is due, on an idle connection; where all are busy it is counted as unsent. */
async function openLoop({ pool, request, count, perSecond, tally }) {
  const idle = [...pool];
  const startedAt = performance.now();
  const pending = new Set();
  for (let n = 0; n < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - startedAt) * perSecond) / 1000) + 1);
    for (; n < due; n++) {
      const connection = idle.pop();
      if (connection === undefined) {
        tally.tally.unsent += 1;
        continue;
      }
      const sent = sendOn(connection, n);
      pending.add(sent);
      void sent.then(() => pending.delete(sent));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(pending);

  async function sendOn(connection, n) {
    tally.count(n, await connection.send(request(n)));
    idle.push(connection);
  }
}

/** `perSecond` null: closed loop. */
async function run({ url, key, types = ["order.created"], bodyBytes = 200, ...options }) {
  const pool = Array.from({ length: options.connections }, () => new Connection(new URL(url).host));
  const request = requests({ url, key, types, bodyBytes });
  const tally = createTally();
  const startedNs = process.hrtime.bigint();
  const loop = options.perSecond === null ? closedLoop : openLoop;
  await loop({ ...options, pool, request, tally });
  for (const connection of pool) connection.close();
  return { ...tally.tally, startedNs: String(startedNs) };
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
