import { setTimeout as sleep } from "node:timers/promises";
import { HarborError, type ErrorCode } from "@harbor/client";
import { CliError } from "../cli-error.js";
import { TunnelConnection, type ConnectionHandlers, type Ended } from "./connection.js";
import type { Forward } from "./forward.js";
import type { ClientMessage, Ready } from "./messages.js";

export interface TunnelOptions {
  baseUrl: string;
  apiKey: string;
  open: Extract<ClientMessage, { type: "open" }>;
  forward: Forward;
  on: ConnectionHandlers & {
    /** The connection is gone; another one is tried until it is there. */
    lost: (why: string) => void;
    /** The server has given the destination up: what follows is a new one, under another secret. */
    expired: () => void;
  };
  /** Says goodbye when it is aborted. */
  signal: AbortSignal;
}

const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 5000;

/**
 * Holds a tunnel open until it is told to stop: a connection that breaks is made again and the same destination resumed, so that
 * nothing is lost. Throws where coming back would not help, and where there is nothing to connect to in the first place.
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

/** Asked anew after a wait: the compiler believes what it saw before it. */
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
      delivered: on.delivered,
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

/** Full jitter: clients that a restart has thrown off do not all come back at once. */
async function pause(retry: number, signal: AbortSignal): Promise<void> {
  const mostMs = Math.min(FIRST_DELAY_MS * 2 ** retry, MAX_DELAY_MS);
  await sleep(Math.random() * mostMs, undefined, { signal }).catch(() => undefined);
}

function isExpired(ended: Ended): boolean {
  return ended.kind === "closed" && ended.refusal?.code === "destination_not_found";
}

/** Close codes from 4000 on are the server's own last words (docs/tunnel.md); 1008 is a request that it refuses. */
function isTransient(ended: Ended): boolean {
  if (ended.kind === "not_upgraded") return ended.status === 429 || ended.status >= 500;
  return ended.kind === "unreachable" || (ended.code !== 1008 && ended.code < 4000);
}

function describe(ended: Ended): string {
  if (ended.kind === "closed")
    return ended.code === 1001 ? "the server stops" : `the connection broke (${ended.code})`;
  return ended.kind === "unreachable" ? reasonOf(ended.error) : `the server answers ${ended.status}`;
}

function reasonOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message;
}

const LAST_WORDS: Record<number, [message: string, code: string]> = {
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
    return new HarborError({ code: code as ErrorCode, message, requestId: request_id, details });
  }
  const [message, code] = LAST_WORDS[ended.code] ?? [
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
    // Whatever answered is not Harbor.
  }
  return new CliError(`The server does not open a tunnel (it answers ${status}).`, {
    code: "no_tunnel",
    exit: "failure",
    remedy: "a proxy before it must let WebSocket upgrades of /v1/tunnel pass",
  });
}
