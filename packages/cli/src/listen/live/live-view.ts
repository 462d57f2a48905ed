import { emitKeypressEvents, type Key } from "node:readline";
import type { Harbor } from "@harbor/client";
import type { Interrupt } from "../../interrupt.js";
import { clockTime } from "../../output/format.js";
import type { Output } from "../../output/output.js";
import { printable, printableStyled } from "../../output/printable.js";
import { asCurl } from "../as-curl.js";
import { attemptLine, secretNote, sessionFields } from "../describe.js";
import { type DeliveryRecord, type DeliveryRecords } from "../records.js";
import type { ListenView } from "../view.js";
import { type LiveActions, onKey } from "./keys.js";
import { LiveScreen } from "./live-screen.js";
import { retryDelivery } from "./retry-delivery.js";
import { initialState, type LiveState } from "./state.js";

export interface LiveOptions {
  output: Output;
  client: Harbor;
  secret: string;
  records: DeliveryRecords;
  interrupt: Interrupt;
}

/**
 * The list in a terminal: it is redrawn at the bottom, and what stays (the heading, the started command's output, copied
 * commands) scrolls away above it.
 */
export function createLiveView(options: LiveOptions): ListenView {
  const { output, records, interrupt } = options;
  const state = initialState();
  const screen = new LiveScreen(state, { output, records });
  const actions = createActions(state, options, screen);
  const stopKeys = readKeys((text, key) => {
    onKey(state, { text, key }, actions);
    screen.draw();
  });
  // The terminal does not turn Ctrl-C into a signal while keys are read one by one.
  interrupt.signal.addEventListener("abort", () => {
    state.isStopping = true;
    screen.draw();
  });
  const parts = { state, screen, output, records, refresh: actions.refresh };
  return {
    ...sessionEvents(parts),
    ...deliveryEvents(parts),
    stopping() {
      state.isStopping = true;
      screen.draw();
    },
    ended(count) {
      stopKeys();
      screen.end();
      output.note(`${count} ${count === 1 ? "request" : "requests"} forwarded.`);
    },
  };
}

interface Parts extends Pick<LiveOptions, "output" | "records"> {
  state: LiveState;
  screen: LiveScreen;
  refresh: LiveActions["refresh"];
}

type SessionEvents = Pick<ListenView, "starting" | "waitingForPort" | "ready" | "lost" | "expired">;

function sessionEvents({ state, screen, output: { colors } }: Parts): SessionEvents {
  return {
    starting(command) {
      screen.printSentence(colors.dim(`Starting ${printable(command)}`));
    },
    waitingForPort(command) {
      screen.printSentence(
        `${printable(command)} does not listen on a port yet. --port names it, if it is another process that does.`,
      );
    },
    ready(session, ready) {
      const isNew = state.ready?.destination_id !== ready.destination_id;
      Object.assign(state, { session, ready, lost: null });
      if (isNew) {
        screen.printRecord(sessionFields(session, ready));
        screen.printSentence(colors.dim(`\n${secretNote(session)}\n`));
      }
      screen.draw();
    },
    lost(reason) {
      state.lost = reason;
      screen.draw();
    },
    expired() {
      screen.printSentence(
        `${clockTime()}  ${colors.yellow("the server removed the destination")} after a long absence; a new one follows, with the same secret`,
      );
    },
  };
}

type DeliveryEvents = Pick<ListenView, "began" | "finished" | "localFault" | "commandLine" | "replayed">;

function deliveryEvents({ state, screen, output: { colors }, records, refresh }: Parts): DeliveryEvents {
  return {
    began() {
      state.records = records.all();
      screen.draw();
    },
    finished(record, attempt) {
      state.records = records.all();
      // With a command, its output and the requests that caused it are one story.
      if (state.session?.command !== null) screen.print(attemptLine(record, attempt, colors));
      if (state.open?.deliveryId === record.deliveryId) refresh(record);
      screen.draw();
    },
    localFault({ text }) {
      state.message = `Not sent: ${text}; trying again.`;
      screen.draw();
    },
    commandLine(line) {
      screen.print(`${colors.dim("│")} ${printableStyled(line)}`);
    },
    replayed({ replayed, failed }) {
      state.message =
        failed === null
          ? `${replayed} recent ${replayed === 1 ? "event" : "events"} replayed`
          : `Replay failed: ${failed}`;
      screen.draw();
    },
  };
}

function createActions(
  state: LiveState,
  { client, secret, interrupt }: LiveOptions,
  screen: LiveScreen,
): LiveActions {
  const report = async (work: Promise<string>) => {
    state.message = await work.catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    screen.draw();
  };
  const refresh = async ({ deliveryId }: DeliveryRecord) => {
    const delivery = await client.deliveries.get(deliveryId).catch(() => null);
    if (state.open?.deliveryId !== deliveryId) return;
    state.open.delivery = delivery;
    screen.draw();
  };
  return {
    quit: () => interrupt.raise(),
    refresh: (record) => void refresh(record),
    retry(record) {
      state.message = "Retrying…";
      void report(retryDelivery(client, record, state.ready?.destination_id ?? ""));
    },
    copy(record) {
      const { session } = state;
      if (session === null) return;
      const command = asCurl(record, { url: session.url, secret });
      screen.print(command);
      screen.copyToClipboard(command);
      state.message =
        "Printed above and copied, if the terminal supports it. The signature is valid for 5 minutes.";
    },
    pageRows: () => Math.max(1, process.stdout.rows - 6),
  };
}

/** Keys one by one; the returned function gives the terminal back. */
function readKeys(onKeypress: (text: string | undefined, key: Key) => void): () => void {
  const { stdin } = process;
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.on("keypress", onKeypress).resume();
  return () => {
    stdin.off("keypress", onKeypress).pause();
    stdin.setRawMode(false);
  };
}
