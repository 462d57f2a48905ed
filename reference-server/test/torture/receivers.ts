import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sleep } from "./torture-store.js";
import type { Arrival, Journal } from "./journal.js";

export interface Behaviour {
  /** Uniform in [0, 1). */
  random: () => number;
  /** Longer than the destination's timeout. */
  hangMs: number;
}

/** A destination that mostly succeeds, sometimes fails, breaks the connection or hangs, and keeps a journal. */
export class TortureReceiver {
  readonly #server: Server;
  #open = 0;
  #port = 0;
  /** Set: responses wait until it resolves. */
  hold: Promise<void> | null = null;

  constructor(
    readonly index: number,
    private readonly journal: Journal,
    private readonly behaviour: Behaviour,
  ) {
    this.#server = createServer((request, response) => void this.#receive(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  get open(): number {
    return this.#open;
  }

  /** Again on the same port after `down`. */
  async up(): Promise<void> {
    await new Promise<void>((listening) => this.#server.listen(this.#port, "127.0.0.1", listening));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async down(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    await closed;
  }

  cut(): void {
    this.#server.closeAllConnections();
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const arrival = this.#note(request, Buffer.concat(chunks).toString());
    this.#open += 1;
    arrival.concurrent = this.#open;
    response.once("close", () => {
      this.#open -= 1;
      this.journal.end(arrival, response.writableFinished && response.statusCode === 200);
    });
    await this.#respond(response);
  }

  #note({ headers }: IncomingMessage, body: string): Arrival {
    const { key } = JSON.parse(body) as { key: string };
    const arrival = {
      receiver: this.index,
      eventId: String(headers["harbor-event-id"]),
      deliveryId: String(headers["harbor-delivery-id"]),
      key,
      at: performance.now(),
      endedAt: Infinity,
      succeeded: false,
      concurrent: 0,
    };
    this.journal.arrivals.push(arrival);
    return arrival;
  }

  async #respond(response: ServerResponse): Promise<void> {
    const { random, hangMs } = this.behaviour;
    const luck = random();
    if (this.hold !== null) await this.hold;
    else if (luck < 0.003) await sleep(hangMs);
    else await sleep(random() * 10);
    if (response.destroyed) return;
    if (this.hold === null && luck > 0.99) {
      response.destroy();
      return;
    }
    response.statusCode = this.hold === null && luck > 0.97 ? 500 : 200;
    response.end();
  }
}
