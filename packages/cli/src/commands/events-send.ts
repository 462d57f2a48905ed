import type { EventInput, EventWithDeliveries } from "@harbor/client";
import type { Command } from "commander";
import { given, moment } from "../arguments.js";
import { usageError } from "../cli-error.js";
import { type BodyOptions, readBody } from "../input.js";
import type { Output } from "../output/output.js";
import { printable } from "../output/printable.js";
import { run } from "../run.js";

interface SendOptions extends BodyOptions {
  idempotencyKey?: string;
  orderingKey?: string;
  occurredAt?: string;
  tenant?: string;
}

export function registerEventsSend(events: Command): void {
  events
    .command("send <type>")
    .description(
      "Sends an event. Its body comes from --data, --file or stdin and is delivered byte for byte.",
    )
    .option("--data <json>", "the body")
    .option("--file <path>", "a file with the body; - is stdin")
    .option("--idempotency-key <key>", "a second event with the same key within 24 hours is not sent")
    .option("--ordering-key <key>", "destinations with --ordering key get the events of a key in order")
    .option("--occurred-at <time>", "when it happened", moment)
    .option("--tenant <tenant>", "the tenant that it is about")
    .addHelpText(
      "after",
      `\nExamples:\n  $ harbor events send order.created --data '{"order_id":"ord_123"}'\n  $ jq .order dump.json | harbor events send order.created\n`,
    )
    .action(
      run<SendOptions, [string]>(async ({ options, output, connect }, type) => {
        const body = await readBody(options);
        if (body === null) throw usageError("An event needs a body: --data, --file or stdin.");
        const { idempotencyKey, orderingKey, occurredAt, tenant } = options;
        const input: EventInput = {
          type,
          body,
          ...given({
            idempotency_key: idempotencyKey,
            ordering_key: orderingKey,
            occurred_at: occurredAt,
            tenant,
          }),
        };
        const { data: event, status, text } = await connect().client.events.send(input).withResponse();
        if (output.json) output.line(text);
        else showSent(output, event, { repeated: status === 200 });
      }),
    );
}

/** The result of sending an event, for people. */
export function showSent(
  output: Output,
  { id, deliveries }: EventWithDeliveries,
  { repeated, type }: { repeated: boolean; type?: string },
): void {
  const count = deliveries.length;
  const to =
    count === 0 ? "no destination is subscribed" : `${count} ${count === 1 ? "delivery" : "deliveries"}`;
  output.done(
    repeated
      ? `${id} was sent before with this key`
      : `${type === undefined ? "" : `${type}  `}${id} accepted, ${to}`,
    {},
  );
  for (const delivery of deliveries) {
    output.text(
      `  ${printable(delivery.id)} ${output.colors.dim("to")} ${printable(delivery.destination_id)}`,
    );
  }
}
