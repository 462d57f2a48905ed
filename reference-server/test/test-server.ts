import { Writable } from "node:stream";
import { pino } from "pino";
import { startServer, type HarborServer, type ServerOptions } from "../src/app.js";
import { readConfig } from "../src/config.js";
import type { Mode } from "../src/domain/domain.js";
import { createCheckedFetch } from "./spec-checker.js";
import { createTestStore } from "./store-under-test.js";

/** The whole server on a free port, with SQLite in memory. Every response that the tests get is checked against openapi.yaml. */
export interface TestServer {
  url: string;
  server: HarborServer;
  /** The log so far, one object a line. */
  logged(): Record<string, unknown>[];
  /** A project of its own, so that tests do not see each other. */
  project(): Promise<{ test: Api; live: Api }>;
  close(): Promise<void>;
}

export interface Reply<T> {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed text; undefined without a body. */
  body: T;
}

/** Any JSON, read without ceremony. */
type Json = ReturnType<typeof JSON.parse>;

interface Asked {
  /** An object is serialised, a string or bytes are sent as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

const checkedFetch = createCheckedFetch();
let projects = 0;

/** The API as one key sees it. */
export class Api {
  constructor(
    readonly url: string,
    readonly key: string | null,
  ) {}

  /** `T` is what the test expects to read; that the response is as documented has been checked by then. */
  async request<T = Json>(
    method: string,
    path: string,
    { body, headers = {} }: Asked = {},
  ): Promise<Reply<T>> {
    const bytes = body === undefined || isRaw(body) ? body : JSON.stringify(body);
    const response = await checkedFetch(`${this.url}/v1${path}`, {
      method,
      headers: {
        ...(this.key !== null && { authorization: `Bearer ${this.key}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(bytes !== undefined && { body: bytes }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (text === "" ? undefined : JSON.parse(text)) as T,
    };
  }

  get = <T = Json>(path: string, asked?: Asked) => this.request<T>("GET", path, asked);
  post = <T = Json>(path: string, body?: unknown, headers?: Record<string, string>) =>
    this.request<T>("POST", path, { body, ...(headers !== undefined && { headers }) });
  patch = <T = Json>(path: string, body: unknown) => this.request<T>("PATCH", path, { body });
  delete = (path: string) => this.request("DELETE", path);

  /** A destination with a subscription, which most tests start from. */
  async subscribe(
    url: string,
    { event_type = "**", ...fields }: Record<string, unknown> = {},
  ): Promise<string> {
    const destination = await this.post("/destinations", { url, ...fields });
    await this.post("/subscriptions", { destination_id: destination.body.id, event_type });
    return destination.body.id as string;
  }
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === "string" || body instanceof Uint8Array;
}

export async function startTestServer(
  env: Record<string, string> = {},
  options: Omit<ServerOptions, "config"> = {},
): Promise<TestServer> {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(...chunk.toString().trim().split("\n"));
      done();
    },
  });
  const store = await createTestStore();
  const config = readConfig({ HARBOR_PORT: "0", ...store.env, ...env });
  const server = await startServer({ config, log: pino({ level: "debug" }, sink), ...options });
  const { url } = server;
  return {
    url,
    server,
    logged: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    async project() {
      const project = `project-${projects++}`;
      const key = (environment: Mode) => server.createApiKey({ project, environment });
      return { test: new Api(url, await key("test")), live: new Api(url, await key("live")) };
    },
    async close() {
      await server.close();
      await store.release();
    },
  };
}
