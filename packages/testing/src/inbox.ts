import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** One request as it reached the receiver. */
export interface ReceivedDelivery {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** The raw bytes, which are what the signature covers. */
  body: Buffer;
  /** The parsed body. */
  json: unknown;
  eventId: string;
  eventType: string;
  deliveryId: string;
  /** `Harbor-Retry-Count`. */
  retryCount: number;
}

/** The receiver's reaction to a request: a status, a whole response, a failure, or a function. */
export type Reply =
  | number
  | { status: number; headers?: Record<string, string>; body?: string | Uint8Array }
  /** Resets the connection without a response. */
  | "reset"
  /** Never responds. */
  | "hang"
  | ((delivery: ReceivedDelivery, response: ServerResponse) => void | Promise<void>);

/** Options of `next`. */
export interface NextOptions {
  /** Time limit of the wait. In ms, default 5,000. */
  timeoutMs?: number;
}

/** A receiver on a free port. It keeps the requests that arrive and responds as scripted. */
export class Inbox {
  /** Every request, in order. Only `clear` removes them. */
  readonly received: ReceivedDelivery[] = [];
  readonly #server = createServer((request, response) => void this.#take(request, response));
  readonly #sockets = new Set<Socket>();
  #script: Reply[] = [];
  #otherwise: Reply = 200;
  #read = 0;
  #waiting: (() => void)[] = [];

  private constructor() {
    // A connection for each delivery: Harbor repeats a request whose reused connection is reset, which would hide `"reset"`.
    this.#server.maxRequestsPerSocket = 1;
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  /** Starts a receiver on a free port. */
  static async open(): Promise<Inbox> {
    const inbox = new Inbox();
    inbox.#server.listen(0, "127.0.0.1");
    await once(inbox.#server, "listening");
    return inbox;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** The replies to the next requests, in order. Later requests get the reply of `always`, which is 200 by default. */
  reply(...replies: Reply[]): this {
    this.#script.push(...replies);
    return this;
  }

  /** The reply to every request without a scripted one. Removes the script. */
  always(reply: Reply): this {
    this.#script = [];
    this.#otherwise = reply;
    return this;
  }

  /**
   * The next request that `next` has not returned yet; waits for it if necessary. With `where`, the next one that matches;
   * the others are skipped.
   *
   * @throws Error when none arrives in time
   */
  async next(
    where: (delivery: ReceivedDelivery) => boolean = () => true,
    options: NextOptions = {},
  ): Promise<ReceivedDelivery> {
    const timeoutMs = options.timeoutMs ?? 5000;
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      while (this.#read < this.received.length) {
        const delivery = this.received[this.#read++];
        if (delivery !== undefined && where(delivery)) return delivery;
      }
      if (!(await this.#arrival(deadline - Date.now()))) {
        throw new Error(
          `No matching request reached the receiver within ${timeoutMs} ms (${this.received.length} requests in total).`,
        );
      }
    }
  }

  /** Removes all requests and scripted replies. */
  clear(): void {
    this.received.length = 0;
    this.#read = 0;
    this.#script = [];
    this.#otherwise = 200;
  }

  /** Stops listening and closes all connections. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #arrival(waitMs: number): Promise<boolean> {
    if (waitMs <= 0) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((waiter) => waiter !== arrived);
        resolve(false);
      }, waitMs);
      const arrived = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      this.#waiting.push(arrived);
    });
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const delivery = await read(request);
      this.received.push(delivery);
      for (const arrived of this.#waiting.splice(0)) arrived();
      await respond(this.#script.shift() ?? this.#otherwise, delivery, response);
    } catch {
      // The sender disconnected, or a scripted reply threw: to the sender, both are a broken receiver.
      response.destroy();
    }
  }
}

async function read(request: IncomingMessage): Promise<ReceivedDelivery> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const header = (name: string): string => String(request.headers[name] ?? "");
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: request.headers,
    body,
    json: parsed(body),
    eventId: header("harbor-event-id"),
    eventType: header("harbor-event-type"),
    deliveryId: header("harbor-delivery-id"),
    retryCount: Number(header("harbor-retry-count")),
  };
}

/** Undefined for a body that is not JSON: other senders may use the receiver too. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

async function respond(reply: Reply, delivery: ReceivedDelivery, response: ServerResponse): Promise<void> {
  if (reply === "hang") return;
  if (reply === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (typeof reply === "function") {
    await reply(delivery, response);
    return;
  }
  const { status, headers = {}, body = "" } = typeof reply === "number" ? { status: reply } : reply;
  response.writeHead(status, headers).end(body);
}
