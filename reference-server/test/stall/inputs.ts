import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocket } from "ws";
import { create, HOLD_MS, type Input, jsonHeaders, put, repeat, send, type Target } from "./input.js";
import { JSON_BODIES } from "./json-inputs.js";
import { head } from "./sockets.js";
import { UNKEYED } from "./unkeyed-inputs.js";

async function get({ url, key }: Target, path: string): Promise<void> {
  const response = await fetch(`${url}/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
  await response.text();
}

const FILTERS: Input = {
  name: "20 filters on 8,000 nested arrays",
  keyed: true,
  async run(target) {
    const y = "y".repeat(110);
    const condition = (n: number) => ({ "$[*]": { $eq: [[[[[[[n, y]]]]]]] } });
    const filter = { $or: Array.from({ length: 20 }, (_, n) => condition(n)) };
    for (let n = 0; n < 20; n++) {
      const destination_id = await create(target, "/destinations", { url: "http://127.0.0.1:9" });
      await create(target, "/subscriptions", { destination_id, event_type: "nested", filter });
    }
    const body = Array.from({ length: 8000 }, (_, n) => [[[[[[[n, "zz"]]]]]]]);
    const events = Array.from({ length: 10 }, () => ({ type: "nested", body }));
    await (await send(target, "/events/batch", { events })).text();
  },
};

const UNREAD_PAGES: Input = {
  name: "40 clients that list 25 MB of events and never read",
  keyed: true,
  async run(target) {
    const body = "x".repeat(250_000);
    const batch = { events: Array.from({ length: 20 }, () => ({ type: "large", body })) };
    for (let n = 0; n < 5; n++) await (await send(target, "/events/batch", batch)).text();
    const request = head("GET", "/v1/events?limit=100", { Authorization: `Bearer ${target.key}` });
    await target.sockets.openMany(40, request.repeat(5));
    await delay(HOLD_MS);
  },
};

const UNREAD_EVENTS: Input = {
  name: "200 clients that get an event of 250 KB five times and never read",
  keyed: true,
  async run(target) {
    const body = "x".repeat(250_000);
    const id = await create(target, "/events", { type: "large", body });
    const request = head("GET", `/v1/events/${id}`, { Authorization: `Bearer ${target.key}` });
    await target.sockets.openMany(200, request.repeat(5));
    await delay(HOLD_MS);
  },
};

const UNREAD_STREAMS: Input = {
  name: "200 unread streams while 1,000 deliveries change",
  keyed: true,
  async run(target) {
    const destination_id = await create(target, "/destinations", { url: "http://127.0.0.1:9" });
    await create(target, "/subscriptions", { destination_id, event_type: "streamed" });
    await target.sockets.openMany(200, head("GET", "/v1/stream", { Authorization: `Bearer ${target.key}` }));
    const batch = { events: Array.from({ length: 100 }, () => ({ type: "streamed", body: 1 })) };
    for (let n = 0; n < 10; n++) await (await send(target, "/events/batch", batch)).text();
    await delay(HOLD_MS);
  },
};

function tunnel(name: string, flood: (socket: WebSocket) => void): Input {
  return {
    name,
    keyed: true,
    async run({ url, key }) {
      const socket = new WebSocket(`${url.replace("http", "ws")}/v1/tunnel`, "harbor-tunnel.v1", {
        headers: { authorization: `Bearer ${key}` },
      });
      socket.on("error", () => undefined);
      await once(socket, "open");
      socket.pause();
      socket.send('{"type":"open"}');
      flood(socket);
      await delay(HOLD_MS);
      socket.terminate();
    },
  };
}

const TUNNELS: Input[] = [
  tunnel("a tunnel with responses to requests that never were", (socket) => {
    const message = '{"type":"response","id":999,"status":200,"headers":[],"body_bytes":0}';
    for (let n = 0; n < 50_000; n++) socket.send(message);
  }),
  tunnel("a tunnel that pings and never reads", (socket) => {
    for (let n = 0; n < 50_000; n++) socket.ping("x".repeat(120));
  }),
  tunnel("a tunnel with 60 KB messages of members", (socket) => {
    const message = repeat('{"type":"open",', '"a":1,', '"b":1}', 60_000);
    for (let n = 0; n < 200; n++) socket.send(message);
  }),
];

/** A destination whose connections get `response` and then `endless` for as long as they are open. */
function receiver(name: string, response: string, endless: string): Input {
  return {
    name,
    keyed: true,
    async run(target) {
      const server = createServer((socket) => {
        socket.on("error", () => undefined);
        socket.once("data", () => {
          socket.write(response);
          const more = () => {
            while (!socket.destroyed && socket.write(endless));
          };
          socket.on("drain", more);
          more();
        });
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const destination_id = await create(target, "/destinations", {
        url,
        timeout_seconds: 1,
        retry_policy: { max_retries: 0 },
      });
      await create(target, "/subscriptions", { destination_id, event_type: "received" });
      const events = Array.from({ length: 20 }, () => ({ type: "received", body: 1 }));
      await (await send(target, "/events/batch", { events })).text();
      await delay(1500);
      await fetch(`${target.url}/v1/destinations/${destination_id}`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${target.key}` },
      });
      server.close();
    },
  };
}

const RECEIVERS: Input[] = [
  receiver(
    "receivers with endless 103 responses",
    "",
    "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(100),
  ),
  receiver("receivers with an endless response head", "HTTP/1.1 200 OK\r\n", "a: b\r\n".repeat(1000)),
  receiver("receivers with an endless response body", "HTTP/1.1 200 OK\r\n\r\n", "x".repeat(65_536)),
];

const QUERIES: Input = {
  name: "cursors, ids, idempotency keys and queries of 14 KB",
  keyed: true,
  async run(target) {
    const long = "A".repeat(14_000);
    for (const path of [
      `/events?cursor=${long}`,
      `/events/${long}`,
      `/deliveries?event_type=${"a.".repeat(7000)}a`,
      `/events?${"limit=1&".repeat(1700)}`,
      `/stats?since=${long}`,
    ]) {
      await Promise.all(Array.from({ length: 20 }, () => get(target, path)));
    }
    const events = Array.from({ length: 100 }, (_, n) => ({
      type: "a",
      body: 1,
      idempotency_key: `${n}-${"k".repeat(240)}`,
    }));
    for (let n = 0; n < 5; n++) await (await send(target, "/events/batch", { events })).text();
  },
};

const SLOW_BODIES: Input = {
  name: "50 bodies of 5 MB that stop one byte before their end",
  keyed: true,
  async run({ key, sockets }) {
    const body = repeat('{"events":[', "1,", "1]}");
    const request = head(
      "POST",
      "/v1/events/batch",
      jsonHeaders(body.length + 1, { Authorization: `Bearer ${key}` }),
    );
    await sockets.openMany(50, request, body);
    await delay(HOLD_MS);
  },
};

/** Each takes the whole budget of a body, or all that a schema may have. */
const SCHEMAS: [schema: object, body: unknown][] = [
  [{ uniqueItems: true }, Array.from({ length: 12_000 }, (_, n) => ({ a: n }))],
  [
    { properties: { a: { allOf: [{ $ref: "#" }, { $ref: "#" }] } } },
    JSON.parse(`${'{"a":'.repeat(60)}1${"}".repeat(60)}`),
  ],
  [{ pattern: "^(?:a+)+$" }, `${"a".repeat(200_000)}!`],
  [
    { maxProperties: 1, propertyNames: { pattern: "^(?:[a-z]{1,40}){1,20}$" } },
    Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, 1])),
  ],
  [
    { properties: Object.fromEntries(Array.from({ length: 2400 }, (_, n) => [`k${n}`, { minLength: 1 }])) },
    {},
  ],
];

const EVENT_SCHEMAS: Input = {
  name: "batches of events that are costly to check against their schemas",
  keyed: true,
  async run(target) {
    for (const [n, [schema, body]] of SCHEMAS.entries()) {
      const entry = { schema, validation: "enforce" };
      const stored = await put(target, `/event-types/costly-${n}`, entry);
      if (!stored.ok) throw new Error(await stored.text());
      const events = Array.from({ length: 15 }, () => ({ type: `costly-${n}`, body }));
      await (await send(target, "/events/batch", { events })).text();
    }
  },
};

/** Every hostile input. To add one, add an entry here or to one of the lists. */
export const INPUTS: Input[] = [
  ...UNKEYED,
  ...JSON_BODIES,
  FILTERS,
  EVENT_SCHEMAS,
  UNREAD_PAGES,
  UNREAD_EVENTS,
  UNREAD_STREAMS,
  ...TUNNELS,
  ...RECEIVERS,
  QUERIES,
  SLOW_BODIES,
];
