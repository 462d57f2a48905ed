import { randomUUID } from "node:crypto";
import {
  Harbor,
  type DeliveryStatus,
  type DeliveryWithRetries,
  type Destination,
  type EventSchemas,
  type HarborOptions,
} from "@harbor/client";
import { readConfig, startServer, type HarborServer } from "@harbor/reference-server";
import { durationSeconds } from "./duration.js";
import { Inbox } from "./inbox.js";

/** Options of the server and of its client. */
export interface StartHarborOptions<Events extends EventSchemas = EventSchemas> {
  /**
   * [Settings](https://github.com/harbor-webhooks/harbor/blob/main/docs/settings.md) of the server. Default: SQLite in memory,
   * a free port, no logs.
   */
  env?: Record<string, string>;
  /** Options of `client`, including the application's `events`. */
  client?: Omit<HarborOptions<Events>, "apiKey" | "baseUrl">;
}

/** The subscriptions of a test's receiver, and the fields of its destination. */
export interface ReceiverOptions {
  /** Event type patterns to subscribe to. Default `["**"]`. */
  events?: string[];
  /** Fields of the destination, without its URL. */
  destination?: Omit<Parameters<Harbor["destinations"]["create"]>[0], "url">;
}

/** An inbox that is registered and subscribed. */
export type TestReceiver = Inbox & { destination: Destination; secret: string };

/** Options of `waitForDelivery`. */
export interface WaitOptions {
  /** Default: `succeeded` or `dead`. */
  status?: DeliveryStatus;
  /** In ms, default 5,000. */
  timeoutMs?: number;
}

/** A server for a test file, in this process: the real pipeline with real sockets. */
export class TestHarbor<Events extends EventSchemas = EventSchemas> {
  readonly clock = {
    /** Moves the environment's time by seconds, or `"2m"`, `"1h30m"`. Resolves when all work that became due was attempted. */
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

  /** @internal */
  constructor(
    server: HarborServer,
    { apiKey, options }: { apiKey: string; options: StartHarborOptions<Events> },
  ) {
    this.#server = server;
    this.#options = options;
    this.#apiKey = apiKey;
    this.#client = this.clientFor(apiKey);
  }

  /** The server's URL. */
  get url(): string {
    return this.#server.url;
  }

  /** A test key of this server's project. */
  get apiKey(): string {
    return this.#apiKey;
  }

  /** A client with `apiKey`. */
  get client(): Harbor<Events> {
    return this.#client;
  }

  /** A client of this server with another key. */
  clientFor(apiKey: string): Harbor<Events> {
    return new Harbor({ ...this.#options.client, apiKey, baseUrl: this.url });
  }

  /** A key of another environment or project, for tests of isolation. */
  async createApiKey(owner: { project?: string; environment?: "live" | "test" } = {}): Promise<string> {
    const { project = "default", environment = "test" } = owner;
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
    return Object.assign(inbox, { destination, secret: secret ?? destination.public_key ?? "" });
  }

  /**
   * The delivery, as soon as it has the status, or is finished.
   *
   * @throws Error that names the current status, when the time limit is over
   */
  async waitForDelivery(
    id: string,
    { status, timeoutMs = 5000 }: WaitOptions = {},
  ): Promise<DeliveryWithRetries> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const delivery = await this.client.deliveries.get(id);
      const isReached = status === undefined ? delivery.completed_at !== null : delivery.status === status;
      if (isReached) return delivery;
      if (Date.now() > deadline) {
        throw new Error(
          `Delivery ${id} is ${delivery.status} after ${timeoutMs} ms, not ${status ?? "finished"}.`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Moves on to an empty environment: `client`, `apiKey` and `clock` belong to a new project. Closes the receivers. */
  async reset(): Promise<void> {
    await this.#closeInboxes();
    this.#apiKey = await this.createApiKey({ project: `reset-${randomUUID()}` });
    this.#client = this.clientFor(this.#apiKey);
  }

  /** Stops the server and its receivers. */
  async stop(): Promise<void> {
    await this.#closeInboxes();
    await this.#server.close();
  }

  /** `stop`, for `await using`. */
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
 * Needs Node.js 20.19 or later and the compiled binary of better-sqlite3. Where one is missing, as under `bun test`, it fails
 * with a sentence that names the remedy.
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
