// One measured run: load against a server, until everything expected has arrived.
import { percentile } from "./figures.mjs";

/** A closed loop has one event in flight on each; an open loop needs enough that a slow response does not hold up the next event. */
const CONNECTIONS = { closed: 64, open: 512 };

/**
 * Sends `count` events and waits until `arrivals` (default `count`) of them reached the receiver's `/ok` paths.
 *
 * @returns delivered per second, CPU of the server per event in us, the times from sending to arrival in ms with their p50
 *   and p99, the server's resident memory, and the load's own counts.
 */
export async function drive({ server, receiver, load, count, arrivals = count, perSecond = null, ...event }) {
  await receiver.ask("expecting", { expect: { group: "ok", count: arrivals } });
  const before = await server.usage();
  const received = receiver.ask("received");
  const sent = await load.ask("done", {
    run: {
      url: server.url,
      key: server.key,
      count,
      connections: perSecond === null ? CONNECTIONS.closed : CONNECTIONS.open,
      perSecond,
      ...event,
    },
  });
  if (sent.accepted.length < count) {
    const { accepted, refused, unsent } = sent;
    throw new Error(
      `only ${accepted.length} of ${count} events were accepted; refused by status: ${JSON.stringify(refused)}; not sent because all connections were busy: ${unsent}`,
    );
  }
  const { latenciesMs, lastNs } = await received;
  const after = await server.usage();
  const seconds = Number(BigInt(lastNs) - BigInt(sent.startedNs)) / 1e9;
  return {
    perSecond: arrivals / seconds,
    cpuUsPerEvent: ((after.cpuMs - before.cpuMs) * 1000) / arrivals,
    p50: percentile(latenciesMs, 50),
    p99: percentile(latenciesMs, 99),
    latenciesMs,
    residentBytes: after.residentBytes,
  };
}

/** Calls the API of a Harbor server, again while it is overloaded; throws for any other status that is not 2xx. */
export async function call(server, path, { method = "GET", body } = {}) {
  const response = await fetch(`${server.url}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${server.key}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const retryAfterSeconds = Number(response.headers.get("retry-after"));
  if (response.status === 503 && retryAfterSeconds > 0) {
    await new Promise((resolve) => setTimeout(resolve, retryAfterSeconds * 1000));
    return await call(server, path, { method, body });
  }
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

/** A destination subscribed to one event type. */
export async function subscribe(server, { url, type = "order.created", ...destination }) {
  const { id } = await call(server, "/destinations", { method: "POST", body: { url, ...destination } });
  await call(server, "/subscriptions", { method: "POST", body: { destination_id: id, event_type: type } });
  return id;
}
