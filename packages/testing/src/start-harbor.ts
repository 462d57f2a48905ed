import { randomUUID } from "node:crypto";
import {
  Harbor,
  type Delivery,
  type DeliveryWithRetries,
  type Destination,
  type EventSchemas,
  type HarborOptions,
} from "@harbor/client";
import { readConfig, startServer, type HarborServer } from "@harbor/reference-server";
import { durationSeconds } from "./duration.js";
import { Inbox } from "./inbox.js";

/** What a test may want of its server. */
export interface StartHarborOptions<Events extends EventSchemas = EventSchemas> {
  /** Settings of the server (docs/settings.md) over those of a test: SQLite in memory, a free port, no logs. */
  env?: Record<string, string>;
  /** Options of `client`, the application's `events` among them. */
  client?: Omit<HarborOptions<Events>, "apiKey" | "baseUrl">;
}

/** What the receiver of a test is subscribed to, and how it is delivered to. */
export interface ReceiverOptions {
  /** Event type patterns to subscribe to. Default `["**"]`. */
  events?: string[];
  /** Fields of the destination besides its URL. */
  destination?: Omit<Parameters<Harbor["destinations"]["create"]>[0], "url">;
}

/** An inbox that is registered and subscribed. */
export type TestReceiver = Inbox & { destination: Destination; secret: string };

/** What `waitForDelivery` waits for. */
export interface WaitOptions {
  /** Default: `succeeded` or `dead`, whichever comes. */
  status?: Delivery["status"];
  /** In ms, default 5,000. */
  timeoutMs?: number;
}

/** A server of one's own for a test file: real pipeline, real sockets, in this process. */
export class TestHarbor<Events extends EventSchemas = EventSchemas> {
  readonly clock = {
    /** Moves the environment's time and resolves when all work that fell due has been attempted. Seconds, or `"2m"`, `"1h30m"`. */
    advance: async (duration: number | string): Promise<Date> => {
      const { now } = await this.client.testClock.advance({ seconds: durationSeconds(duration) });
      return new Date(now);
    },
  };
  readonly #server: HarborServer;
  readonly #options: StartHarborOptions<Events>;
  readonly #inboxes: Inbox[] = [];
  #client: Harbor<Events>;
  #apiKey: string;

  constructor(
    server: HarborServer,
    { apiKey, options }: { apiKey: string; options: StartHarborOptions<Events> },
  ) {
    this.#server = server;
    this.#options = options;
    this.#apiKey = apiKey;
    this.#client = this.clientFor(apiKey);
  }

  get url(): string {
    return this.#server.url;
  }

  /** A test key of this server's project. */
  get apiKey(): string {
    return this.#apiKey;
  }

  get client(): Harbor<Events> {
    return this.#client;
  }

  /** A client of this server under another key. */
  clientFor(apiKey: string): Harbor<Events> {
    return new Harbor({ ...this.#options.client, apiKey, baseUrl: this.url });
  }

  /** A key of another environment or project, for tests of isolation. */
  async createApiKey(wanted: { project?: string; environment?: "live" | "test" } = {}): Promise<string> {
    const { project = "default", environment = "test" } = wanted;
    return await this.#server.createApiKey({ project, environment });
  }

  /** A receiver on a free port, registered as a destination and subscribed. */
  async receiver({ events = ["**"], destination: fields = {} }: ReceiverOptions = {}): Promise<TestReceiver> {
    const inbox = await Inbox.open();
    this.#inboxes.push(inbox);
    const { signing_secret: secret, ...destination } = await this.client.destinations.create({
      ...fields,
      url: inbox.url,
    });
    for (const event_type of events) {
      await this.client.subscriptions.create({ destination_id: destination.id, event_type });
    }
    return Object.assign(inbox, { destination, secret });
  }

  /** The delivery once it has the status, or is finished. */
  async waitForDelivery(
    id: string,
    { status, timeoutMs = 5000 }: WaitOptions = {},
  ): Promise<DeliveryWithRetries> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const delivery = await this.client.deliveries.get(id);
      const there = status === undefined ? delivery.completed_at !== null : delivery.status === status;
      if (there) return delivery;
      if (Date.now() > deadline) {
        throw new Error(
          `delivery ${id} is ${delivery.status} after ${timeoutMs} ms, not ${status ?? "finished"}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** An empty environment: a project of its own with a new key. `client`, `apiKey` and `clock` are of the new one; receivers close. */
  async reset(): Promise<void> {
    await this.#closeInboxes();
    this.#apiKey = await this.createApiKey({ project: `reset-${randomUUID()}` });
    this.#client = this.clientFor(this.#apiKey);
  }

  async stop(): Promise<void> {
    await this.#closeInboxes();
    await this.#server.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #closeInboxes(): Promise<void> {
    await Promise.all(this.#inboxes.splice(0).map((inbox) => inbox.close()));
  }
}

const API_KEY = "hk_test_startHarbor";

/**
 * Starts the real server in this process, on SQLite in memory and a free port.
 *
 * @example
 * ```ts
 * const harbor = await startHarbor();
 * const inbox = await harbor.receiver({ events: ["order.*"] });
 * await harbor.client.events.send({ type: "order.created", body: { id: 1 } });
 * const delivery = await inbox.next();
 * await harbor.stop();
 * ```
 */
export async function startHarbor<Events extends EventSchemas = EventSchemas>(
  options: StartHarborOptions<Events> = {},
): Promise<TestHarbor<Events>> {
  const config = readConfig({
    HARBOR_PORT: "0",
    HARBOR_DATABASE_URL: "sqlite::memory:",
    HARBOR_API_KEYS: API_KEY,
    HARBOR_LOG_LEVEL: "silent",
    ...options.env,
  });
  const server = await startServer({ config });
  return new TestHarbor(server, { apiKey: config.apiKeys[0] ?? API_KEY, options });
}
