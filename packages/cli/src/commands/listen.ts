import { type Command } from "commander";
import { list, wholeNumber } from "../arguments.js";
import { usageError } from "../cli-error.js";
import { readJsonObject } from "../input.js";
import { onInterrupt } from "../interrupt.js";
import { run } from "../run.js";
import { createForward } from "../tunnel/forward.js";
import { ListenView } from "./listen-view.js";
import { replayRecent } from "./listen-replay.js";

interface ListenOptions {
  forwardTo: string;
  events: string[];
  filter?: string;
  replay?: true | number;
  timeout: number;
}

const DEFAULT_REPLAYS = 10;

export function registerListen(program: Command): void {
  program
    .command("listen")
    .summary("receive deliveries on localhost")
    .description(
      "Receives test deliveries through a tunnel and posts them to a local URL, byte for byte and with their headers. The local answer decides the delivery: 2xx succeeds, 4xx is dead, 5xx is retried. Nothing is lost while the connection is down. Ctrl-C removes the temporary destination.",
    )
    .requiredOption("--forward-to <url>", "where the receiver is: a URL, a port, or host:port/path")
    .option("--events <patterns>", "comma list of event types: order.*,invoice.paid", list, ["**"])
    .option("--filter <json>", "a condition on the body, or @file")
    .option(
      "--replay [count]",
      `also deliver the last events that match (default: ${DEFAULT_REPLAYS})`,
      wholeNumber,
    )
    .option("--timeout <seconds>", "for one attempt, 1-120", wholeNumber, 30)
    .addHelpText(
      "after",
      `\nExamples:\n  $ harbor listen --forward-to 3000\n  $ harbor listen --forward-to localhost:3000/hooks --events 'order.*' --filter '{"$.total":{"$gte":100}}'\n`,
    )
    .action(
      run<ListenOptions>(async ({ options, output, connect }) => {
        const { events, timeout, replay } = options;
        const url = localUrl(options.forwardTo);
        const filter = options.filter === undefined ? null : await readJsonObject(options.filter, "--filter");
        const { client, apiKey, baseUrl } = connect();
        const signal = onInterrupt();
        const view = new ListenView(output, { url, events, filter });
        let replays = replay === true ? DEFAULT_REPLAYS : (replay ?? 0);
        // Loaded here, because no other command needs a WebSocket.
        const { holdTunnel } = await import("../tunnel/tunnel.js");
        signal.addEventListener("abort", () => {
          view.stopping();
        });
        await holdTunnel({
          baseUrl,
          apiKey,
          signal,
          open: { type: "open", events, filter, timeout_seconds: timeout },
          forward: createForward(url, { timeoutMs: timeout * 1000 }),
          on: {
            ready(ready) {
              view.ready(ready);
              const count = replays;
              replays = 0;
              if (count > 0)
                void replayRecent(client, { destinationId: ready.destination_id, events, count, view });
            },
            delivered: (delivery, answer) => {
              view.delivered(delivery, answer);
            },
            lost: (why) => {
              view.lost(why);
            },
            expired: () => {
              view.expired();
            },
          },
        });
        view.ended();
      }),
    );
}

/** `3000`, `localhost:3000/hooks` or a whole URL. */
export function localUrl(text: string): URL {
  const whole = /^\d+$/.test(text)
    ? `http://localhost:${text}/`
    : /^https?:\/\//i.test(text)
      ? text
      : `http://${text}`;
  if (!URL.canParse(whole)) throw usageError(`--forward-to is no URL: ${text}`);
  const url = new URL(whole);
  if (url.username !== "" || url.password !== "")
    throw usageError("--forward-to must not carry credentials.");
  return url;
}
