import type { WebSocket } from "ws";
import { ApiError } from "../../errors.js";
import type { TunnelConnection, TunnelEnd } from "../../delivery/send/tunnel.js";
import type { AttemptResult } from "../../domain/domain.js";
import type { TunnelRequest } from "../../store/store.js";
import type { Caller } from "../api.js";
import type { Context } from "../context.js";
import { errorObject, toApiError } from "../error-shape.js";
import { type OpenedTunnel, openTunnel, resumeTunnel } from "./tunnel-destination.js";
import { TunnelExchanges } from "./tunnel-exchanges.js";
import type { ReceivedMessage } from "./tunnel-messages.js";
import { TunnelWire } from "./tunnel-wire.js";

export type SessionContext = Pick<
  Context,
  "store" | "clock" | "sealer" | "newId" | "config" | "pipeline" | "log"
>;

const CLOSE = {
  goodbye: 1000,
  server_stops: 1001,
  error: 1008,
  replaced: 4001,
  destination_deleted: 4002,
  key_revoked: 4003,
} as const;

/** Request bodies that may wait for a client that does not read. It is given 20 requests at a time, some of which may time out. */
const WAITING_BODIES = 32;
/** How long a client may take to say what it wants. */
const OPEN_TIMEOUT_MS = 10_000;

/** One connection of one client, from its first message to its end. */
export class TunnelSession implements TunnelConnection {
  readonly #context: SessionContext;
  readonly #caller: Caller;
  readonly #requestId: string;
  readonly #wire: TunnelWire;
  readonly #exchanges: TunnelExchanges;
  readonly #closed: () => void;
  #cancelOpenTimeout: () => void;
  #opening = false;
  /** Nothing more is to be delivered through this connection. */
  #over = false;
  #tunnel: OpenedTunnel | null = null;
  #detach: () => void = () => undefined;

  constructor(
    socket: WebSocket,
    context: SessionContext,
    { caller, requestId, closed }: { caller: Caller; requestId: string; closed: () => void },
  ) {
    this.#context = context;
    this.#caller = caller;
    this.#requestId = requestId;
    this.#closed = closed;
    this.#wire = new TunnelWire(socket, {
      clock: context.clock,
      maxWaitingBytes: WAITING_BODIES * context.config.limits.maxBodyBytes,
      onMessage: (message, body) => {
        this.#take(message, body);
      },
      onFault: (problem) => {
        this.#refuse(new ApiError("invalid_request", problem));
      },
      onClose: (code) => {
        this.#gone(code);
      },
    });
    this.#exchanges = new TunnelExchanges((message, body) => {
      this.#wire.send(message, body);
    });
    this.#cancelOpenTimeout = context.clock.after(OPEN_TIMEOUT_MS, () => {
      this.#refuse(new ApiError("invalid_request", "No open or resume message came."));
    });
  }

  exchange(request: TunnelRequest): Promise<AttemptResult> {
    return this.#exchanges.start(request);
  }

  close(reason: TunnelEnd): void {
    this.#stopTaking();
    this.#wire.close(CLOSE[reason], reason);
  }

  /** The server stops: takes nothing new, waits for the responses that are due. */
  async leave(): Promise<void> {
    this.#stopTaking();
    await this.#exchanges.idle();
    this.#wire.close(CLOSE.server_stops, "server_stops");
  }

  #take(message: ReceivedMessage, body: Buffer): void {
    switch (message.type) {
      case "open":
      case "resume":
        this.#orRefuse(this.#open(message));
        break;
      case "response":
      case "failure":
        this.#settle(message, body);
        break;
      case "goodbye":
        this.#orRefuse(this.#goodbye());
    }
  }

  #settle(message: Extract<ReceivedMessage, { type: "response" | "failure" }>, body: Buffer): void {
    const isKnown =
      message.type === "failure"
        ? this.#exchanges.fail(message.id, message.error)
        : this.#exchanges.respond(message.id, {
            status: message.status,
            headers: message.headers,
            body,
          });
    if (isKnown || this.#over) return;
    this.#refuse(
      new ApiError("invalid_request", `There is no request ${message.id} that waits for a response.`),
    );
  }

  async #open(message: Extract<ReceivedMessage, { type: "open" | "resume" }>): Promise<void> {
    if (this.#opening) throw new ApiError("invalid_request", "The tunnel is open already.");
    this.#opening = true;
    this.#cancelOpenTimeout();
    const { pipeline, log } = this.#context;
    const resumed = message.type === "resume";
    const tunnel = resumed
      ? await resumeTunnel(this.#context, this.#caller, message.resume_token)
      : await openTunnel(this.#context, this.#caller, message);
    await pipeline.tunnels.hold(tunnel);
    this.#tunnel = tunnel;
    // It went away meanwhile: the destination is found again by its token, or left to the sweep.
    if (this.#over) return;
    const { destinationId, secret, resumeToken } = tunnel;
    this.#wire.send({
      type: "ready",
      destination_id: destinationId,
      signing_secret: secret,
      resume_token: resumeToken,
      resumed,
    });
    this.#detach = pipeline.tunnels.attach(tunnel, this);
    log.info({ request_id: this.#requestId, destination_id: destinationId, resumed }, "a tunnel is open");
  }

  /** The client may still respond to the requests that it has; then the destination is deleted. */
  async #goodbye(): Promise<void> {
    this.#stopTaking();
    await this.#exchanges.idle();
    const tunnel = this.#tunnel;
    this.#tunnel = null;
    if (tunnel !== null) await this.#context.pipeline.tunnels.goodbye(tunnel);
    this.#wire.close(CLOSE.goodbye, "goodbye");
  }

  #stopTaking(): void {
    this.#over = true;
    this.#cancelOpenTimeout();
    this.#detach();
  }

  #orRefuse(work: Promise<void>): void {
    work.catch((error: unknown) => {
      const apiError = toApiError(error);
      if (apiError.status === 500) this.#context.log.error({ err: error }, "a tunnel failed");
      this.#refuse(apiError);
    });
  }

  #refuse(error: ApiError): void {
    this.#stopTaking();
    this.#wire.send({ type: "error", error: errorObject(error, this.#requestId) });
    this.#wire.close(CLOSE.error, error.code);
  }

  #gone(code: number): void {
    this.#stopTaking();
    this.#exchanges.breakOff();
    const { pipeline, log } = this.#context;
    if (this.#tunnel !== null) {
      const { destinationId: destination_id } = this.#tunnel;
      log.info({ request_id: this.#requestId, destination_id, code }, "a tunnel's connection is closed");
      // Its grace runs from here, not from the last time that it was noted.
      pipeline.tunnels.seen([this.#tunnel]).catch((error: unknown) => {
        log.warn({ err: error, destination_id }, "when a tunnel was last seen was not noted");
      });
    }
    this.#closed();
  }
}
