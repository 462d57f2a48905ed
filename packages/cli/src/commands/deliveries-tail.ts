import type { Delivery, StreamDeliveriesQuery } from "@harbor/client";
import { HarborError } from "@harbor/client";
import type { Command } from "commander";
import { given } from "../arguments.js";
import { onInterrupt } from "../interrupt.js";
import { age, clockTime, millis, result } from "../output/format.js";
import type { Output } from "../output/output.js";
import { printable } from "../output/printable.js";
import { colorStatus } from "../output/style.js";
import { run } from "../run.js";

export function registerTail(deliveries: Command): void {
  deliveries
    .command("tail")
    .description("Every change of a delivery's state as it happens, until Ctrl-C.")
    .option("--destination <destination>", "only to this destination")
    .option("--type <type>", "only of events of this type")
    .action(
      run<{ destination?: string; type?: string }>(async ({ options, output, connect }) => {
        const query: StreamDeliveriesQuery = given({
          destination_id: options.destination,
          event_type: options.type,
        });
        const signal = onInterrupt();
        output.note(output.colors.dim("Waiting for deliveries. Ctrl-C ends."));
        try {
          for await (const message of connect().client.stream.deliveries(query, { signal })) {
            if (message.event === "delivery") show(output, message.data);
            else output.note("Some changes were missed while the connection was down.");
          }
        } catch (error) {
          if (!(error instanceof HarborError && error.code === "aborted")) throw error;
        }
      }),
    );
}

function show(output: Output, delivery: Delivery): void {
  if (output.json) {
    output.line(delivery);
    return;
  }
  const { colors } = output;
  const status = colorStatus(delivery.status.padEnd(9), colors);
  const next = delivery.next_retry_at === null ? "" : `next ${age(delivery.next_retry_at)}`;
  const about = [result(delivery), millis(delivery.latency_ms), delivery.dead_reason ?? "", next];
  const line = [clockTime(), status, printable(delivery.event_type), colors.dim(delivery.id), ...about];
  output.text(line.filter((part) => part !== "").join("  "));
}
