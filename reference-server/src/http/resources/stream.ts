import { Readable } from "node:stream";
import type { Clock } from "../../clock.js";
import type { Answer, Call } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { presentDelivery } from "./present.js";
import type { Change } from "./recent-changes.js";

export const stream: Pick<Handlers, "streamDeliveries"> = { streamDeliveries };

const HEARTBEAT_MS = 15_000;
/**
 * Limit of buffered bytes; a slower reader is disconnected and can reconnect with the last id it received. One transaction
 * can emit 256 attempts at once, each with 4 KB of response, and these must fit.
 */
const MAX_WAITING_BYTES = 4_194_304;

async function streamDeliveries(
  { recentChanges, clock, pipeline }: Context,
  { caller, query, lastEventId }: Call<"streamDeliveries">,
): Promise<Answer> {
  const events = new EventStream(clock);
  const wanted = ({ delivery }: Change) =>
    (query.destination_id === undefined || delivery.destination_id === query.destination_id) &&
    (query.event_type === undefined || delivery.event_type === query.event_type);
  const backlog: Change[] = [];
  let send = (change: Change) => void backlog.push(change);
  const { missed, stop } = recentChanges.watch(caller.environment.id, lastEventId, (change) => {
    if (wanted(change)) send(change);
  });
  events.once("close", stop);
  if (missed) events.write({ event: "gap", data: {} });
  // The store drops views that are out of date before it emits the change, so a key that was revoked before it is unknown here.
  send = ({ id, delivery }) => {
    const data = presentDelivery(delivery, caller.environment.mode);
    void pipeline.environments.get(caller.environment.id).then(
      ({ apiKeyIds }) => {
        if (apiKeyIds.has(caller.keyId)) events.write({ id, event: "delivery", data });
        else events.destroy();
      },
      () => events.destroy(),
    );
  };
  backlog.forEach(send);
  return Promise.resolve({ status: 200, content: events });
}

/** Server-Sent Events that start at once, send heartbeats, and buffer a bounded amount for a slow reader. */
export class EventStream extends Readable {
  #cancelHeartbeat: () => void = () => undefined;

  constructor(private readonly clock: Pick<Clock, "after">) {
    super({ highWaterMark: MAX_WAITING_BYTES });
    // Sends the headers at once, so that a reader sees the connection before the first change.
    this.push(": connected\n\n");
    this.#beat();
  }

  write({ id, event, data }: { id?: string; event: string; data: unknown }): void {
    const line = id === undefined ? "" : `id: ${id}\n`;
    this.#send(`${line}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  override _read(): void {
    // Events are pushed when they happen.
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#cancelHeartbeat();
    done(error);
  }

  #beat(): void {
    this.#cancelHeartbeat = this.clock.after(HEARTBEAT_MS, () => {
      this.#send(": heartbeat\n\n");
      if (!this.destroyed) this.#beat();
    });
  }

  #send(text: string): void {
    if (this.destroyed) return;
    if (this.readableLength + text.length > MAX_WAITING_BYTES) this.destroy();
    else this.push(text);
  }
}
