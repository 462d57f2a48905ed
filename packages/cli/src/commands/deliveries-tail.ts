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
    .description("Shows every change of a delivery's state as it happens, until Ctrl-C.")
    .option("--destination <destination>", "only deliveries to this destination")
    .option("--type <type>", "only deliveries of events of this type")
    .option("--tenant <tenant>", "only deliveries of events of this tenant; empty: without one")
    .action(
      run<{ destination?: string; type?: string; tenant?: string }>(async ({ options, output, connect }) => {
        const query: StreamDeliveriesQuery = given({
          destination_id: options.destination,
          event_type: options.type,
          tenant: options.tenant,
        });
        const { signal } = onInterrupt();
        output.note(output.colors.dim("Waiting for deliveries. Ctrl-C ends."));
        try {
          for await (const message of connect().client.stream.deliveries(query, { signal })) {
            if (message.event === "delivery") show(output, message.data);
            else output.note("The connection was down and some changes were missed: harbor deliveries list");
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
  const { id, event_type, destination_id, dead_reason, next_retry_at } = delivery;
  const line = [
    clockTime(),
    colorStatus(printable(delivery.status).padEnd(9), colors),
    printable(event_type),
    colors.dim(printable(id)),
    printable(result(delivery)),
    millis(delivery.latency_ms),
    printable(dead_reason ?? ""),
    next_retry_at === null ? "" : `next ${age(next_retry_at)}`,
    colors.dim(`to ${printable(destination_id)}`),
  ];
  output.text(line.filter((part) => part !== "").join("  "));
}
