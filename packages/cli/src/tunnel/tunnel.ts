import { setTimeout as sleep } from "node:timers/promises";
import { HarborError, type ErrorCode } from "@harbor/client";
import { CliError } from "../cli-error.js";
import { TunnelConnection, type ConnectionHandlers, type Ended } from "./connection.js";
import type { Forward } from "./forward.js";
import type { ClientMessage, Ready } from "@harbor/shared/tunnel-messages";

export interface TunnelOptions {
  baseUrl: string;
  apiKey: string;
  open: Extract<ClientMessage, { type: "open" }>;
  forward: Forward;
  on: ConnectionHandlers & {
    /** The connection is gone; reconnecting continues until it succeeds. */
    lost: (reason: string) => void;
    /** The server deleted the destination meanwhile; a new one follows, with the same secret. */
    expired: () => void;
  };
  /** Aborted to end the tunnel with a goodbye. */
  signal: AbortSignal;
}

const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 5000;

/**
 * Keeps a tunnel open until `signal` is aborted. After a broken connection it reconnects and resumes the same destination, so that
 * nothing is lost. Throws if reconnecting cannot help, and if the first connection fails.
 */
export async function holdTunnel(options: TunnelOptions): Promise<void> {
  const { on, signal } = options;
  const state: { resumeToken: string | null; retry: number } = { resumeToken: null, retry: 0 };
  while (!signal.aborted) {
    const ended = await connect(options, state.resumeToken, (ready) => {
      state.resumeToken = ready.resume_token;
      state.retry = 0;
    });
    if (wasAborted(signal) || (ended.kind === "closed" && ended.code === 1000)) return;
    if (isExpired(ended) && state.resumeToken !== null) {
      state.resumeToken = null;
      on.expired();
      continue;
    }
    if (state.resumeToken === null || !isTransient(ended)) throw errorOf(ended);
    if (state.retry === 0) on.lost(describe(ended));
    await pause(state.retry++, signal);
  }
}

/** A function, because the compiler keeps assuming the value that it saw before an await. */
function wasAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function connect(
  { baseUrl, apiKey, open, forward, on, signal }: TunnelOptions,
  resumeToken: string | null,
  onReady: (ready: Ready) => void,
): Promise<Ended> {
  const first: ClientMessage = resumeToken === null ? open : { type: "resume", resume_token: resumeToken };
  const connection = new TunnelConnection({
    baseUrl,
    apiKey,
    first,
    forward,
    on: {
      ready: (ready) => {
        onReady(ready);
        on.ready(ready);
      },
    },
  });
  const goodbye = () => {
    connection.goodbye();
  };
  signal.addEventListener("abort", goodbye, { once: true });
  const ended = await connection.ended;
  signal.removeEventListener("abort", goodbye);
  return ended;
}

/** Full jitter: clients that a restart disconnected do not all reconnect at once. */
async function pause(retry: number, signal: AbortSignal): Promise<void> {
  const mostMs = Math.min(FIRST_DELAY_MS * 2 ** retry, MAX_DELAY_MS);
  await sleep(Math.random() * mostMs, undefined, { signal }).catch(() => undefined);
}

function isExpired(ended: Ended): boolean {
  return ended.kind === "closed" && ended.refusal?.code === "destination_not_found";
}

/** Close codes from 4000 on are final (docs/tunnel.md); 1008 is a request that the server refused. */
function isTransient(ended: Ended): boolean {
  if (ended.kind === "not_upgraded") return ended.status === 429 || ended.status >= 500;
  return ended.kind === "unreachable" || (ended.code !== 1008 && ended.code < 4000);
}

function describe(ended: Ended): string {
  if (ended.kind === "closed")
    return ended.code === 1001 ? "the server stopped" : `the connection broke (${ended.code})`;
  return ended.kind === "unreachable" ? reasonOf(ended.error) : `the server responded with ${ended.status}`;
}

function reasonOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message;
}

const CLOSE_REASONS: Record<number, [message: string, code: string]> = {
  4001: ["The tunnel was taken over by another connection.", "replaced"],
  4002: ["The tunnel's destination was deleted.", "destination_deleted"],
  4003: ["The API key was revoked.", "key_revoked"],
};

function errorOf(ended: Ended): Error {
  if (ended.kind === "unreachable") {
    return new HarborError({ code: "network_error", message: reasonOf(ended.error), cause: ended.error });
  }
  if (ended.kind === "not_upgraded") return notUpgraded(ended);
  if (ended.refusal !== null) {
    const { code, message, request_id, details = [] } = ended.refusal;
    return new HarborError({ code, message, requestId: request_id, details });
  }
  const [message, code] = CLOSE_REASONS[ended.code] ?? [
    `The tunnel was closed (${ended.code} ${ended.reason}).`,
    "closed",
  ];
  return new CliError(message, { code, exit: ended.code === 4003 ? "not_authenticated" : "failure" });
}

function notUpgraded({ status, body }: { status: number; body: string }): Error {
  try {
    const { error } = JSON.parse(body) as { error: { code: ErrorCode; message: string; request_id: string } };
    if (error.code !== "not_found") {
      return new HarborError({
        status,
        code: error.code,
        message: error.message,
        requestId: error.request_id,
      });
    }
  } catch {
    // The response is not from Harbor.
  }
  return new CliError(`The server did not open a tunnel: it responded with ${status}.`, {
    code: "no_tunnel",
    exit: "failure",
    remedy: "a proxy in front of the server must pass WebSocket upgrades of /v1/tunnel on",
  });
}
