import { isOutOfDescriptors } from "../errno.js";
import { ConnectionPool, type Route } from "./connection-pool.js";
import { dial } from "./dial.js";
import type { Exchange, HttpConnection, HttpResponse } from "./http-connection.js";
import type { NameResolver } from "./name-resolver.js";
import type { ParserLimits } from "./response-parser.js";

export interface HttpClientOptions {
  resolver: Pick<NameResolver, "resolve">;
  /** Whether this address may be dialled. */
  allows: (target: { address: string; port: number }) => boolean;
  limits: ParserLimits;
  /** A connection that is older carries no further request, so that a change of the host's addresses is noticed. */
  maxConnectionAgeMs: number;
}

export interface HttpRequest {
  /** `http:` or `https:`, without credentials. */
  url: string;
  /** Name, value, name, value: those that the requests to one destination share. Never changed. */
  fixedHeaders: readonly string[];
  /** Those of this request. `Host`, `Connection` and `Content-Length` are added. */
  headers: readonly string[];
  body: Buffer;
}

export type HttpCallbacks = Pick<Exchange, "onResponse" | "onFailure">;

export interface HttpClient {
  /** Sends a POST that ends in exactly one of the callbacks, unless it is cancelled. There is no time limit. */
  post(request: HttpRequest, callbacks: HttpCallbacks): HttpCall;
  /** Closes every connection. Requests on them end without a callback. */
  destroy(): void;
}

export interface HttpCall {
  /** Ends the request without a callback. Returns the response as far as it has arrived, or null before its status. */
  cancel(): HttpResponse | null;
}

/** An HTTP/1.1 client that keeps connections alive and dials only addresses that the guard allows. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const pool = new ConnectionPool(options);
  return {
    post(request, callbacks) {
      const call = new Call(request, callbacks, { pool, options });
      call.start();
      return call;
    },
    destroy() {
      pool.destroy();
    },
  };
}

interface Context {
  pool: ConnectionPool;
  options: HttpClientOptions;
}

class Call implements HttpCall, Exchange {
  readonly head: string;
  readonly #route: Route;
  #connection: HttpConnection | null = null;
  /** Whether its current connection has carried another request before. */
  #isReused = false;
  #cancelDial: (() => void) | null = null;

  constructor(
    private readonly request: HttpRequest,
    private readonly callbacks: HttpCallbacks,
    private readonly context: Context,
  ) {
    this.#route = context.pool.routeTo(request.url);
    this.head = headOf(this.#route.prefix, request);
  }

  get body(): Buffer {
    return this.request.body;
  }

  get limits(): ParserLimits {
    return this.context.options.limits;
  }

  start(): void {
    const idle = this.context.pool.take(this.#route.origin);
    if (idle === null) this.#dial();
    else this.#send(idle);
  }

  cancel(): HttpResponse | null {
    this.#cancelDial?.();
    return this.#connection?.abandon() ?? null;
  }

  onResponse(response: HttpResponse): void {
    this.callbacks.onResponse(response);
  }

  onFailure(error: Error): void {
    const responding = this.#connection?.responding === true;
    this.#connection = null;
    // The server closed an idle connection while the request was on its way (RFC 9112 section 9.3.1). A new connection is
    // not reused, so this happens once.
    if (this.#isReused && !responding) this.#dial();
    else this.callbacks.onFailure(error);
  }

  #dial(): void {
    const { pool, options } = this.context;
    const { origin } = this.#route;
    this.#cancelDial = dial(origin.host, {
      resolver: options.resolver,
      allows: (address, port) => options.allows({ address, port }),
      tlsSession: origin.tlsSession,
      onTlsSession: (session) => (origin.tlsSession = session),
      onConnect: (link) => {
        this.#cancelDial = null;
        this.#send(pool.add(origin, link));
      },
      onFailure: (error) => {
        // Idle connections may be what holds the descriptors.
        if (isOutOfDescriptors(error)) pool.closeIdle();
        this.callbacks.onFailure(error);
      },
    });
  }

  #send(connection: HttpConnection): void {
    this.#isReused = connection.reused;
    this.#connection = connection;
    connection.send(this);
  }
}

/** CR, LF and NUL would end the line early and let a value add headers or a request of its own. */
const UNSAFE = /[\r\n\0]/;

/** The text of headers that many requests share. */
const fixedTexts = new WeakMap<readonly string[], string>();

function headOf(prefix: string, { fixedHeaders, headers, body }: HttpRequest): string {
  let fixed = fixedTexts.get(fixedHeaders);
  if (fixed === undefined) {
    fixed = fieldsOf(fixedHeaders);
    fixedTexts.set(fixedHeaders, fixed);
  }
  return `${prefix}${fixed}${fieldsOf(headers)}Connection: keep-alive\r\nContent-Length: ${body.length}\r\n\r\n`;
}

function fieldsOf(headers: readonly string[]): string {
  let fields = "";
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const field = `${headers[at] ?? ""}: ${headers[at + 1] ?? ""}`;
    if (UNSAFE.test(field)) throw new TypeError("a header field must not contain CR, LF or NUL");
    fields += `${field}\r\n`;
  }
  return fields;
}
