import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Session } from "../config/session.js";
import { type Interrupt, onInterrupt } from "../interrupt.js";
import type { Output } from "../output/output.js";
import { createForward, type Forward } from "../tunnel/forward.js";
import { holdTunnel } from "../tunnel/tunnel.js";
import { Child, type ChildExit } from "./child.js";
import { createJsonView } from "./json-view.js";
import { createLiveView } from "./live/live-view.js";
import { type ListenSecret, SECRET_VARIABLE } from "./listen-secret.js";
import { createPlainView } from "./plain-view.js";
import { DeliveryRecords } from "./records.js";
import { replayRecent } from "./replay-recent.js";
import { type Target, withPort } from "./target.js";
import type { ListenSession, ListenView } from "./view.js";

export interface ListenRun {
  target: Target;
  /** Empty without one. */
  command: readonly string[];
  secret: ListenSecret;
  events: readonly string[];
  filter: Record<string, unknown> | null;
  replays: number;
  timeoutSeconds: number;
  plain: boolean;
}

interface Context {
  session: Session;
  output: Output;
}

interface Running extends Context {
  records: DeliveryRecords;
  view: ListenView;
  interrupt: Interrupt;
  /** Aborted when the session is to end: by a signal, or because the command ended. */
  ending: AbortSignal;
  child: Child | null;
}

const POLL_MS = 100;
const PORT_HINT_MS = 10_000;

/** Listens until a signal comes or the started command ends; the exit code is the command's, or 0. */
export async function runListen(options: ListenRun, context: Context): Promise<number> {
  const interrupt = onInterrupt();
  const records = new DeliveryRecords();
  const view = createView(options, context, { records, interrupt });
  const childEnded = new AbortController();
  const child = await startCommand(options, context, view);
  void child?.exited.then(() => {
    childEnded.abort();
  });
  const ending = AbortSignal.any([interrupt.signal, childEnded.signal]);
  ending.addEventListener("abort", () => {
    view.stopping();
  });
  try {
    const running = { ...context, records, view, interrupt, ending, child };
    const url = await receiverUrl(options, running);
    if (url !== null) await forwardAll(options, running, url);
  } finally {
    view.ended(records.count);
    if (child !== null) await child.stop(reasonOf(interrupt));
  }
  return child === null ? 0 : exitCode(await child.exited, interrupt);
}

function createView(
  { secret, plain }: ListenRun,
  { session, output }: Context,
  { records, interrupt }: Pick<Running, "records" | "interrupt">,
): ListenView {
  if (output.json) return createJsonView(output);
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY && process.env.TERM !== "dumb";
  return isTerminal && !plain
    ? createLiveView({ output, client: session.client, secret: secret.secret, records, interrupt })
    : createPlainView(output);
}

/** The key is checked before the command starts, so that a wrong one does not start it for nothing. */
async function startCommand(
  { command, secret, target }: ListenRun,
  { session, output }: Context,
  view: ListenView,
): Promise<Child | null> {
  if (command.length === 0) return null;
  await session.client.destinations.list({ limit: 1 });
  view.starting(command.join(" "));
  const env = {
    ...process.env,
    [SECRET_VARIABLE]: secret.secret,
    HARBOR_API_KEY: session.apiKey,
    HARBOR_BASE_URL: session.baseUrl,
    ...(target.portIsKnown && target.url.port !== "" && { PORT: target.url.port }),
    ...(output.colors.isColorSupported && { FORCE_COLOR: process.env.FORCE_COLOR ?? "1" }),
  };
  return await Child.start({ command, env, onLine: (line) => view.commandLine(line) });
}

/** The receiver's URL once it can be reached; null if the session ends before. */
async function receiverUrl(
  { target, command }: ListenRun,
  { child, view, ending }: Running,
): Promise<URL | null> {
  if (child === null) return target.url;
  const hint = setTimeout(() => {
    view.waitingForPort(command.join(" "));
  }, PORT_HINT_MS);
  const port = target.portIsKnown ? await acceptingPort(target.url, ending) : await child.port(ending);
  clearTimeout(hint);
  if (port === null) return null;
  return target.portIsKnown ? target.url : withPort(target, port);
}

async function acceptingPort(url: URL, ending: AbortSignal): Promise<number | null> {
  const port = Number(url.port === "" ? (url.protocol === "https:" ? 443 : 80) : url.port);
  while (!ending.aborted) {
    if (await accepts(url.hostname.replace(/^\[|\]$/g, ""), port)) return port;
    await sleep(POLL_MS, undefined, { signal: ending }).catch(() => undefined);
  }
  return null;
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (connected: boolean) => () => {
      socket.destroy();
      resolve(connected);
    };
    socket.once("connect", end(true)).once("error", end(false));
  });
}

async function forwardAll(options: ListenRun, running: Running, url: URL): Promise<void> {
  const { session, view, ending } = running;
  const { events, filter, secret, timeoutSeconds, command } = options;
  const about: ListenSession = {
    url,
    events,
    filter,
    secretSource: secret.source,
    command: command.length === 0 ? null : command.join(" "),
  };
  let replays = options.replays;
  await holdTunnel({
    baseUrl: session.baseUrl,
    apiKey: session.apiKey,
    signal: ending,
    open: {
      type: "open",
      events: [...events],
      filter,
      timeout_seconds: timeoutSeconds,
      signing_secret: secret.secret,
    },
    forward: recording(
      createForward(url, {
        timeoutMs: timeoutSeconds * 1000,
        onLocalFault: (fault) => {
          view.localFault(fault);
        },
      }),
      running,
    ),
    on: {
      ready(ready) {
        view.ready(about, ready);
        const count = replays;
        replays = 0;
        if (count > 0)
          void replayRecent(session.client, { destinationId: ready.destination_id, events, count, view });
      },
      lost: (reason) => {
        view.lost(reason);
      },
      expired: () => {
        view.expired();
      },
    },
  });
}

function recording(forward: Forward, { records, view }: Running): Forward {
  return async (delivery) => {
    const { record, attempt } = records.begin(delivery);
    view.began(record, attempt);
    attempt.outcome = await forward(delivery);
    view.finished(record, attempt);
    return attempt.outcome;
  };
}

function reasonOf({ signal }: Interrupt): NodeJS.Signals {
  return signal.aborted ? (signal.reason as NodeJS.Signals) : "SIGTERM";
}

/** A command that ends by the signal that ended the session has ended as it should. */
function exitCode({ code, signal }: ChildExit, interrupt: Interrupt): number {
  return interrupt.signal.aborted && signal === reasonOf(interrupt) ? 0 : code;
}
