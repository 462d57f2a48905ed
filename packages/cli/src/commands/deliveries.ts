import type { Attempt, Delivery, ListDeliveriesQuery } from "@harbor/client";
import { type Command, Option } from "commander";
import { given, limit, moment } from "../arguments.js";
import { age, localTime, millis, result } from "../output/format.js";
import type { Output } from "../output/output.js";
import { printable } from "../output/printable.js";
import { colorStatus } from "../output/style.js";
import type { Column } from "../output/table.js";
import { run } from "../run.js";
import { registerTail } from "./deliveries-tail.js";

function deliveryColumns({ colors }: Output): Column<Delivery>[] {
  return [
    { title: "ID", text: ({ id }) => id },
    { title: "TYPE", text: ({ event_type }) => event_type, shrinks: true },
    { title: "STATUS", text: ({ status }) => status, style: (status) => colorStatus(status, colors) },
    { title: "RESULT", text: resultAndReason, shrinks: true },
    { title: "NEXT", text: ({ next_retry_at }) => age(next_retry_at) },
    { title: "AGE", text: ({ created_at }) => age(created_at), optional: true },
  ];
}

function resultAndReason(delivery: Delivery): string {
  return [result(delivery), delivery.dead_reason ?? ""].filter((part) => part !== "").join(" ");
}

export function registerDeliveries(program: Command): void {
  const deliveries = program
    .command("deliveries")
    .summary("list, show, retry and watch deliveries")
    .description("Deliveries: one event on its way to one destination, with all its attempts.");
  registerList(deliveries);
  registerShow(deliveries);
  registerRetry(deliveries);
  registerTail(deliveries);
}

interface ListOptions {
  event?: string;
  destination?: string;
  status?: Delivery["status"];
  type?: string;
  since?: string;
  until?: string;
  limit: number;
}

function registerList(deliveries: Command): void {
  deliveries
    .command("list")
    .description("Deliveries of the last 30 days, newest first.")
    .option("--event <event>", "only of this event")
    .option("--destination <destination>", "only to this destination")
    .addOption(
      new Option("--status <status>", "only in this state").choices([
        "pending",
        "retrying",
        "succeeded",
        "dead",
      ]),
    )
    .option("--type <type>", "only of events of this type")
    .option("--since <time>", "created at or after: a time, or how long ago (2h)", moment)
    .option("--until <time>", "created before", moment)
    .option("--limit <count>", "at most so many, or all", limit, 25)
    .action(
      run<ListOptions>(async ({ options, output, connect }) => {
        const { event, destination, status, type, since, until } = options;
        const query: ListDeliveriesQuery = given({
          event_id: event,
          destination_id: destination,
          status,
          event_type: type,
          since,
          until,
        });
        const found = await connect().client.deliveries.list(query).toArray({ limit: options.limit });
        output.list(found, deliveryColumns(output), "No deliveries.");
      }),
    );
}

function registerShow(deliveries: Command): void {
  deliveries
    .command("show <delivery>")
    .description("A delivery with every attempt that was made.")
    .action(
      run<object, [string]>(async ({ output, connect }, id) => {
        const { data: delivery, text } = await connect().client.deliveries.get(id).withResponse();
        const reason = delivery.dead_reason === null ? "" : ` (${delivery.dead_reason})`;
        output.record(text, [
          ["delivery", delivery.id],
          ["event", `${delivery.event_id}  ${printable(delivery.event_type)}`],
          ["destination", delivery.destination_id],
          ["status", `${colorStatus(delivery.status, output.colors)}${reason}`],
          ["created", localTime(delivery.created_at)],
          delivery.completed_at === null
            ? ["next attempt", localTime(delivery.next_retry_at)]
            : ["completed", localTime(delivery.completed_at)],
        ]);
        if (output.json) return;
        output.text("");
        output.list(delivery.retries, attemptColumns(output), "No attempt has been made yet.");
      }),
    );
}

function attemptColumns({ colors }: Output): Column<Attempt>[] {
  return [
    { title: "#", text: ({ number }) => String(number) },
    { title: "STARTED", text: ({ started_at }) => localTime(started_at) },
    { title: "OUTCOME", text: ({ outcome }) => outcome, style: (outcome) => colorStatus(outcome, colors) },
    { title: "RESULT", text: result },
    { title: "LATENCY", text: ({ latency_ms }) => millis(latency_ms) },
    { title: "TRIGGER", text: ({ trigger }) => trigger },
    { title: "RESPONSE", text: ({ response_body }) => response_body ?? "", shrinks: true },
  ];
}

function registerRetry(deliveries: Command): void {
  deliveries
    .command("retry <delivery>")
    .description("Make one attempt now, outside the retry count, also while the destination is paused.")
    .action(
      run<object, [string]>(async ({ output, connect }, id) => {
        const delivery = await connect().client.deliveries.retry(id);
        output.done(`${delivery.id} is being attempted now`, delivery);
      }),
    );
}
