import type { Attempt, Delivery, DeliveryStatus, Destination, ListDeliveriesQuery } from "@harbor/client";
import { type Command, Option } from "commander";
import { given, limit, moment } from "../arguments.js";
import { adviseOnDelivery, findDestination } from "../delivery-advice.js";
import { age, localTime, millis, result } from "../output/format.js";
import type { Field, Output } from "../output/output.js";
import { colorStatus } from "../output/style.js";
import type { Column } from "../output/table.js";
import { run } from "../run.js";
import { registerTail } from "./deliveries-tail.js";

function deliveryColumns({ colors }: Output): Column<Delivery>[] {
  return [
    { title: "ID", text: ({ id }) => id },
    { title: "TYPE", text: ({ event_type }) => event_type, shrinks: true },
    { title: "DESTINATION", text: ({ destination_id }) => destination_id, shrinks: true, least: 14 },
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
    .description("Deliveries: each brings one event to one destination, in one or more attempts.");
  registerList(deliveries);
  registerShow(deliveries);
  registerRetry(deliveries);
  registerTail(deliveries);
}

interface ListOptions {
  event?: string;
  destination?: string;
  status?: DeliveryStatus;
  type?: string;
  tenant?: string;
  since?: string;
  until?: string;
  limit: number;
}

function registerList(deliveries: Command): void {
  deliveries
    .command("list")
    .description("Lists deliveries of the last 30 days, newest first.")
    .option("--event <event>", "only deliveries of this event")
    .option("--destination <destination>", "only deliveries to this destination")
    .addOption(
      new Option("--status <status>", "only deliveries with this status").choices([
        "pending",
        "retrying",
        "succeeded",
        "dead",
      ]),
    )
    .option("--type <type>", "only deliveries of events of this type")
    .option("--tenant <tenant>", "only deliveries of events of this tenant; empty: without one")
    .option("--since <time>", "created at or after: a time, or how long ago (2h)", moment)
    .option("--until <time>", "created before", moment)
    .option("--limit <count>", "maximum number of results, or all", limit, 25)
    .action(
      run<ListOptions>(async ({ options, output, connect }) => {
        const { event, destination, status, type, tenant, since, until } = options;
        const query: ListDeliveriesQuery = given({
          event_id: event,
          destination_id: destination,
          status,
          event_type: type,
          tenant,
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
    .description("Shows a delivery with all its attempts and, after a failure, advice on it.")
    .option("--headers", "Also shows the headers of each request and response.")
    .action(
      run<{ headers?: true }, [string]>(async ({ output, connect, options }, id) => {
        const { client } = connect();
        const { data: delivery, text } = await client.deliveries.get(id).withResponse();
        if (output.json) {
          output.line(text);
          return;
        }
        const destination = await findDestination(client, delivery.destination_id);
        output.record(delivery, deliveryFields(delivery, destination, output));
        const advice = adviseOnDelivery(delivery, destination);
        if (advice !== null) output.paragraph("\n↳", advice, { style: output.colors.yellow });
        output.text("");
        output.list(delivery.retries, attemptColumns(output), "No attempts yet.");
        if (options.headers !== true) return;
        output.text("");
        output.list(delivery.retries.flatMap(headerRows), HEADER_COLUMNS, "No headers.");
      }),
    );
}

interface HeaderRow {
  attempt: number;
  message: "request" | "response";
  name: string;
  value: string;
}

function headerRows({ number, request_headers, response_headers }: Attempt): HeaderRow[] {
  const rows = (message: HeaderRow["message"], headers: Attempt["request_headers"]) =>
    (headers ?? []).map(({ name, value }): HeaderRow => ({
      attempt: number,
      message,
      name,
      value: value ?? "(not shown)",
    }));
  return [...rows("request", request_headers), ...rows("response", response_headers)];
}

const HEADER_COLUMNS: Column<HeaderRow>[] = [
  { title: "#", text: ({ attempt }) => String(attempt) },
  { title: "MESSAGE", text: ({ message }) => message },
  { title: "HEADER", text: ({ name }) => name },
  { title: "VALUE", text: ({ value }) => value },
];

function deliveryFields(delivery: Delivery, destination: Destination | null, { colors }: Output): Field[] {
  const reason = delivery.dead_reason === null ? "" : ` (${delivery.dead_reason})`;
  const where = destination === null ? "deleted" : destination.url;
  return [
    ["delivery", delivery.id],
    ["event", `${delivery.event_id}  ${delivery.event_type}`],
    ["destination", `${delivery.destination_id}  ${where}`],
    ["status", `${delivery.status}${reason}`, (status) => colorStatus(status, colors)],
    ["created", localTime(delivery.created_at)],
    delivery.completed_at === null
      ? ["next attempt", localTime(delivery.next_retry_at)]
      : ["completed", localTime(delivery.completed_at)],
  ];
}

function attemptColumns({ colors }: Output): Column<Attempt>[] {
  return [
    { title: "#", text: ({ number }) => String(number) },
    { title: "STARTED", text: ({ started_at }) => localTime(started_at) },
    { title: "OUTCOME", text: ({ outcome }) => outcome, style: (outcome) => colorStatus(outcome, colors) },
    { title: "RESULT", text: result },
    { title: "LATENCY", text: ({ latency_ms }) => millis(latency_ms) },
    { title: "TRIGGER", text: ({ trigger }) => trigger },
    { title: "URL", text: ({ url }) => url, shrinks: true },
    { title: "RESPONSE", text: ({ response_body }) => response_body ?? "", shrinks: true },
  ];
}

function registerRetry(deliveries: Command): void {
  deliveries
    .command("retry <delivery>")
    .description("Sends one attempt now, also while the destination is paused. It does not count as a retry.")
    .action(
      run<object, [string]>(async ({ output, connect }, id) => {
        const delivery = await connect().client.deliveries.retry(id);
        output.done(
          `Retrying ${delivery.id}; harbor deliveries show ${delivery.id} shows the result`,
          delivery,
        );
      }),
    );
}
