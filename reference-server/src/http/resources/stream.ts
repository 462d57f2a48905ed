import { Readable } from "node:stream";
import type { Clock } from "../../clock.js";
import type { Mode } from "../../domain/domain.js";
import { ApiError } from "../../errors.js";
import type { ApiResponse, Call } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { tenantFilter } from "../pages.js";
import { presentDelivery } from "./present.js";
import type { Change, Watching } from "./recent-changes.js";

export const stream: Pick<Handlers, "streamDeliveries"> = { streamDeliveries };

const HEARTBEAT_MS = 15_000;
/**
 * Bytes that may wait for a reader. One transaction may record 256 attempts, each with 4 KB of response body, and that must fit, as must
 * the changes that a log keeps. All streams of a log hold the same frames, also of changes that they missed, so that many slow readers
 * take little more memory than one.
 */
const MAX_WAITING_BYTES = 4_194_304;
/** A reader that is too slow has this long to read what waits for it. */
const DROP_MS = 10_000;
const RETRY_SECONDS = 5;

async function streamDeliveries(
  context: Context,
  { caller, query, lastEventId }: Call<"streamDeliveries">,
): Promise<ApiResponse> {
  const { recentChanges, openStreams, streamGuard, clock, logFault } = context;
  const closed = (caller.session === null ? openStreams.keys : openStreams.sessions).add(caller);
  if (typeof closed === "string") {
    throw new ApiError("rate_limited", `${closed} Close one first.`, { retryAfterSeconds: RETRY_SECONDS });
  }
  const events = new EventStream(clock);
  events.once("close", closed);
  const end = () => void events.destroy();
  events.once("close", streamGuard.watch(caller, { end, isBehind: () => events.readableLength > 0 }));
  const { tenant } = tenantFilter(query);
  const wanted = ({ delivery }: Change) =>
    (tenant === undefined || delivery.tenant === tenant) &&
    (query.destination_id === undefined || delivery.destination_id === query.destination_id) &&
    (query.event_type === undefined || delivery.event_type === query.event_type);
  const backlog: Change[] = [];
  let send: (change: Change) => void = (change) => void backlog.push(change);
  const watcher = {
    change(change: Change) {
      if (wanted(change)) send(change);
    },
    failed: end,
  };
  const { missed, stop } = await watchOrEnd(
    () => recentChanges.watch(caller.scope, lastEventId, watcher),
    end,
  );
  if (events.destroyed) stop();
  else events.once("close", stop);
  if (missed) events.write({ event: "gap", data: {} });
  // A change arrives after the environment is up to date, so a revocation before the change is already being checked.
  const write = (change: Change) => {
    void streamGuard.checked(caller.environment.id).then(() => {
      events.writeFrame(frameOf(change, caller.environment.mode));
    });
  };
  const goLive = () => (send = write);
  writeBacklog(context, caller, { backlog, write, goLive }).catch((error: unknown) => {
    logFault(error, "starting a stream failed; it ends");
    end();
  });
  return { status: 200, content: events };
}

async function watchOrEnd(watch: () => Watching | Promise<Watching>, end: () => void): Promise<Watching> {
  try {
    return await watch();
  } catch (error) {
    end();
    throw error;
  }
}

/** Responses to events that have been erased since are left out. Changes that happen meanwhile join the backlog. */
async function writeBacklog(
  { store }: Context,
  { environment }: Call<"streamDeliveries">["caller"],
  { backlog, write, goLive }: { backlog: Change[]; write: (change: Change) => void; goLive: () => void },
): Promise<void> {
  while (backlog.length > 0) {
    const changes = backlog.splice(0);
    const withResponse = changes.filter(({ delivery }) => delivery.response_body !== null);
    const eventIds = [...new Set(withResponse.map(({ delivery }) => delivery.event_id))];
    const erased = new Set(
      eventIds.length === 0 ? [] : await store.events.erasedOf(environment.id, eventIds),
    );
    for (const change of changes)
      write(erased.has(change.delivery.event_id) ? withoutResponse(change) : change);
  }
  goLive();
}

function withoutResponse({ id, delivery }: Change): Change {
  return { id, delivery: { ...delivery, response_body: null } };
}

const frames = new WeakMap<Change, Buffer>();

/** The change as every stream of its log sends it; serialised once. */
function frameOf(change: Change, environment: Mode): Buffer {
  const known = frames.get(change);
  if (known !== undefined) return known;
  const data = presentDelivery(change.delivery, environment);
  const frame = toFrame({ id: change.id, event: "delivery", data });
  frames.set(change, frame);
  return frame;
}

interface ServerSentEvent {
  id?: string;
  event: string;
  data: unknown;
}

function toFrame({ id, event, data }: ServerSentEvent): Buffer {
  const line = id === undefined ? "" : `id: ${id}\n`;
  return Buffer.from(`${line}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

const CONNECTED = Buffer.from(": connected\n\n");
const HEARTBEAT = Buffer.from(": heartbeat\n\n");
/** A comment: clients know how to resume a stream that ended, and people see why it did. */
const DROPPED = Buffer.from(": dropped, the reader is too slow; reconnect with Last-Event-ID\n\n");

/** Server-Sent Events that start at once, show that they are alive, and hold a bounded number of bytes for their reader. */
export class EventStream extends Readable {
  #cancelTimer: () => void = () => undefined;
  #dropped = false;

  constructor(private readonly clock: Pick<Clock, "after">) {
    super({ highWaterMark: MAX_WAITING_BYTES });
    // Sends the response headers, so that a reader knows that it is connected before the first event.
    this.push(CONNECTED);
    this.#beat();
  }

  write(event: ServerSentEvent): void {
    this.writeFrame(toFrame(event));
  }

  writeFrame(frame: Buffer): void {
    if (this.destroyed || this.#dropped) return;
    if (this.readableLength + frame.length > MAX_WAITING_BYTES) this.#drop();
    else this.push(frame);
  }

  override _read(): void {
    // Events are pushed when they happen.
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#cancelTimer();
    done(error);
  }

  /** Ends with a comment that says so; the reader can reconnect with the last id that it read. */
  #drop(): void {
    this.#dropped = true;
    this.#cancelTimer();
    this.push(DROPPED);
    this.push(null);
    this.#cancelTimer = this.clock.after(DROP_MS, () => {
      this.destroy();
    });
  }

  #beat(): void {
    this.#cancelTimer = this.clock.after(HEARTBEAT_MS, () => {
      this.writeFrame(HEARTBEAT);
      if (!this.destroyed && !this.#dropped) this.#beat();
    });
  }
}
