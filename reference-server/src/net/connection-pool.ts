import type { Host, Link } from "./dial.js";
import { HttpConnection } from "./http-connection.js";

/** How long an idle connection is kept when the server does not say. Common servers close theirs after 5 s. */
const IDLE_MS = 4000;
/** A server counts from the end of its response, and may close while the next request is on its way. */
const IDLE_MARGIN_MS = 1000;
const SWEEP_MS = 1000;
const MAX_IDLE_CONNECTIONS = 1024;
const MAX_KNOWN_URLS = 10_000;

/** A scheme, host and port, with its idle connections. */
export interface Origin {
  host: Host;
  /** The most recently used one is last. */
  idle: PooledConnection[];
  /** Of the latest TLS connection, to resume it. */
  tlsSession: Buffer | undefined;
}

/** A URL parsed once. */
export interface Route {
  origin: Origin;
  /** The request line and the `Host` header. */
  prefix: string;
}

interface PooledConnection {
  connection: HttpConnection;
  origin: Origin;
  /** No request is sent on it from then on. */
  retireAt: number;
  idleUntil: number;
}

/** The open connections of a client. Times are those of `performance.now()`. */
export class ConnectionPool {
  readonly #routes = new Map<string, Route>();
  readonly #origins = new Map<string, Origin>();
  readonly #open = new Set<PooledConnection>();
  /** In the order in which they became idle. */
  readonly #idle = new Set<PooledConnection>();
  #sweepTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: { maxConnectionAgeMs: number }) {}

  routeTo(url: string): Route {
    const known = this.#routes.get(url);
    if (known !== undefined) return known;
    if (this.#routes.size >= MAX_KNOWN_URLS) {
      this.#routes.clear();
      this.#origins.clear();
    }
    const { pathname, search, host, origin: name } = new URL(url);
    const route = {
      origin: this.#originOf(name),
      prefix: `POST ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n`,
    };
    this.#routes.set(url, route);
    return route;
  }

  #originOf(name: string): Origin {
    let origin = this.#origins.get(name);
    if (origin === undefined) {
      const { protocol, hostname, port } = new URL(name);
      const secure = protocol === "https:";
      const host = {
        hostname: hostname.replace(/^\[|\]$/g, ""),
        port: Number(port) || (secure ? 443 : 80),
        secure,
      };
      origin = { host, idle: [], tlsSession: undefined };
      this.#origins.set(name, origin);
    }
    return origin;
  }

  /** An idle connection that may carry another request. */
  take({ idle }: Origin): HttpConnection | null {
    const now = performance.now();
    for (let pooled = idle.pop(); pooled !== undefined; pooled = idle.pop()) {
      this.#idle.delete(pooled);
      if (now < pooled.idleUntil && now < pooled.retireAt) return pooled.connection;
      pooled.connection.destroy();
    }
    return null;
  }

  /** A new connection. */
  add(origin: Origin, link: Link): HttpConnection {
    const pooled: PooledConnection = {
      connection: new HttpConnection(link, {
        onIdle: (keepAliveSeconds) => {
          this.#release(pooled, keepAliveSeconds);
        },
        onClose: () => {
          this.#forget(pooled);
        },
      }),
      origin,
      retireAt: performance.now() + this.options.maxConnectionAgeMs,
      idleUntil: 0,
    };
    this.#open.add(pooled);
    return pooled.connection;
  }

  closeIdle(): void {
    for (const { connection } of this.#idle) connection.destroy();
  }

  destroy(): void {
    clearInterval(this.#sweepTimer);
    this.#sweepTimer = undefined;
    for (const { connection } of this.#open) connection.destroy();
  }

  #release(pooled: PooledConnection, keepAliveSeconds: number | undefined): void {
    const now = performance.now();
    const idleMs = keepAliveSeconds === undefined ? IDLE_MS : keepAliveSeconds * 1000 - IDLE_MARGIN_MS;
    pooled.idleUntil = Math.min(now + idleMs, pooled.retireAt);
    if (pooled.idleUntil <= now) {
      pooled.connection.destroy();
      return;
    }
    pooled.origin.idle.push(pooled);
    this.#idle.add(pooled);
    const [oldest] = this.#idle;
    if (this.#idle.size > MAX_IDLE_CONNECTIONS) oldest?.connection.destroy();
    this.#sweepTimer ??= setInterval(() => {
      this.#sweep();
    }, SWEEP_MS).unref();
  }

  #forget(pooled: PooledConnection): void {
    this.#open.delete(pooled);
    if (!this.#idle.delete(pooled)) return;
    const { idle } = pooled.origin;
    idle.splice(idle.indexOf(pooled), 1);
  }

  #sweep(): void {
    const now = performance.now();
    for (const { connection, idleUntil } of this.#idle) if (idleUntil <= now) connection.destroy();
    if (this.#idle.size > 0) return;
    clearInterval(this.#sweepTimer);
    this.#sweepTimer = undefined;
  }
}
