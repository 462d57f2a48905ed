import type { Socket } from "node:net";
import type { Link } from "./dial.js";
import { ResponseParser, type ParserLimits, type ResponseHead } from "./response-parser.js";

export interface HttpResponse extends Pick<ResponseHead, "status" | "headers"> {
  body: Buffer;
}

export interface Exchange {
  /** Request line and headers, to the blank line, in Latin-1. */
  head: string;
  body: Buffer;
  limits: ParserLimits;
  onResponse(response: HttpResponse): void;
  onFailure(error: Error): void;
}

export interface ConnectionEvents {
  /** The connection can carry another request. `keepAliveSeconds`: how long the server keeps it, if it says so. */
  onIdle: (keepAliveSeconds: number | undefined) => void;
  onClose: () => void;
}

/** The peer closed the connection before a response came. */
class ConnectionClosedError extends Error {
  override readonly name = "ConnectionClosedError";
  readonly code = "ECONNRESET";
}

/** Up to this size, head and body are written as one piece: copying is cheaper than a second write. */
const ONE_PIECE_BYTES = 16 * 1024;

/** One HTTP/1.1 connection: carries one exchange at a time, and each exchange ends in exactly one of its two callbacks. */
export class HttpConnection {
  /** Whether a response has come back on it before. */
  reused = false;
  /** Whether a byte of the current response has arrived. */
  responding = false;
  #exchange: Exchange | null = null;
  #parser: ResponseParser | null = null;
  #error: Error | null = null;

  private readonly socket: Socket;

  constructor(
    link: Link,
    private readonly events: ConnectionEvents,
  ) {
    const { socket } = link;
    this.socket = socket;
    link.onData = (data) => {
      this.#receive(data);
    };
    socket.on("end", () => {
      this.#ended();
    });
    // TLS reports why the peer closed in an error that comes before the close.
    socket.on("error", (error) => (this.#error ??= error));
    socket.on("close", () => {
      this.#closed();
    });
  }

  send(exchange: Exchange): void {
    this.#exchange = exchange;
    this.#parser = new ResponseParser(exchange.limits);
    this.responding = false;
    const { socket } = this;
    const { head, body } = exchange;
    if (head.length + body.length <= ONE_PIECE_BYTES) {
      const bytes = Buffer.allocUnsafe(head.length + body.length);
      bytes.write(head, "latin1");
      body.copy(bytes, head.length);
      socket.write(bytes);
      return;
    }
    socket.cork();
    socket.write(head, "latin1");
    socket.write(body);
    socket.uncork();
  }

  /** Ends the current exchange without a callback. */
  destroy(): void {
    this.#exchange = null;
    this.socket.destroy();
  }

  /** Closes the connection without a callback. Returns the response as far as it has arrived, or null before its status. */
  abandon(): HttpResponse | null {
    const response = this.#exchange === null ? null : this.#response();
    this.destroy();
    return response;
  }

  #receive(data: Buffer): void {
    const parser = this.#parser;
    if (this.#exchange === null || parser === null) {
      // Nothing was asked: what follows could be taken for the response to the next request.
      this.destroy();
      return;
    }
    this.responding = true;
    try {
      parser.push(data);
    } catch (error) {
      this.#fail(error as Error);
      return;
    }
    if (parser.finished) this.#finish(parser);
  }

  #finish(parser: ResponseParser): void {
    const exchange = this.#exchange;
    const response = this.#response();
    this.#exchange = null;
    if (exchange === null || response === null) return;
    if (parser.reusable && this.socket.writable && this.socket.writableLength === 0) {
      this.reused = true;
      this.events.onIdle(parser.head?.keepAliveSeconds);
    } else this.socket.destroy();
    exchange.onResponse(response);
  }

  #response(): HttpResponse | null {
    const head = this.#parser?.head ?? null;
    if (head === null) return null;
    return { status: head.status, headers: head.headers, body: this.#parser?.body() ?? Buffer.alloc(0) };
  }

  #ended(): void {
    if (this.#parser?.end() === true) this.#finish(this.#parser);
    this.socket.destroy();
  }

  /** A status that has arrived counts, even if the connection failed after it. */
  #closed(): void {
    this.events.onClose();
    const exchange = this.#exchange;
    this.#exchange = null;
    const response = exchange === null ? null : this.#response();
    if (response !== null) exchange?.onResponse(response);
    else exchange?.onFailure(this.#error ?? new ConnectionClosedError("the connection was closed"));
  }

  #fail(error: Error): void {
    const exchange = this.#exchange;
    this.destroy();
    exchange?.onFailure(error);
  }
}
