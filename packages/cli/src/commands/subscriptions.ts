import type { Subscription, SubscriptionStatus, SubscriptionUpdate } from "@harbor/client";
import type { Command } from "commander";
import { given, limit, moment } from "../arguments.js";
import { usageError } from "../cli-error.js";
import { confirm, readJsonObject } from "../input.js";
import { age, localTime } from "../output/format.js";
import type { Field, Output } from "../output/output.js";
import { printable } from "../output/printable.js";
import { colorStatus } from "../output/style.js";
import type { Column } from "../output/table.js";
import { run } from "../run.js";

export function registerSubscriptions(program: Command): void {
  const subscriptions = program
    .command("subscriptions")
    .summary("list, show, preview, create, update, delete, pause and resume subscriptions")
    .description("Subscriptions: the event types and bodies that go to a destination.");
  registerList(subscriptions);
  registerShow(subscriptions);
  registerPreview(subscriptions);
  registerCreate(subscriptions);
  registerUpdate(subscriptions);
  registerDelete(subscriptions);
  registerStatus(subscriptions, "pause", "paused");
  registerStatus(subscriptions, "resume", "active");
}

function columns({ colors }: Output): Column<Subscription>[] {
  return [
    { title: "ID", text: ({ id }) => id },
    { title: "EVENTS", text: ({ event_type }) => event_type, shrinks: true },
    { title: "FILTER", text: ({ filter }) => (filter === null ? "" : JSON.stringify(filter)), shrinks: true },
    { title: "DESTINATION", text: ({ destination_id }) => destination_id },
    {
      title: "STATUS",
      text: ({ status }) => status,
      style: (status) => colorStatus(status, colors),
      optional: true,
    },
    { title: "AGE", text: ({ created_at }) => age(created_at), optional: true },
  ];
}

function registerList(subscriptions: Command): void {
  subscriptions
    .command("list")
    .description("Lists subscriptions, newest first.")
    .option("--destination <destination>", "only subscriptions of this destination")
    .option("--tenant <tenant>", "only subscriptions of this tenant; empty: without one")
    .option("--limit <count>", "maximum number of results, or all", limit, 25)
    .action(
      run<{ destination?: string; tenant?: string; limit: number }>(async ({ options, output, connect }) => {
        const { destination, tenant } = options;
        const found = connect().client.subscriptions.list(given({ destination_id: destination, tenant }));
        output.list(await found.toArray({ limit: options.limit }), columns(output), "No subscriptions.");
      }),
    );
}

function show(output: Output, subscription: Subscription): void {
  const { filter } = subscription;
  const fields: Field[] = [
    ["subscription", subscription.id],
    ["events", subscription.event_type],
    ["filter", filter === null ? "-" : JSON.stringify(filter)],
    ["destination", subscription.destination_id],
    ["status", subscription.status, (status) => colorStatus(status, output.colors)],
    ["created", localTime(subscription.created_at)],
  ];
  output.record(subscription, fields);
}

function registerShow(subscriptions: Command): void {
  subscriptions
    .command("show <subscription>")
    .description("Shows a subscription.")
    .action(
      run<object, [string]>(async ({ output, connect }, id) => {
        show(output, await connect().client.subscriptions.get(id));
      }),
    );
}

function registerPreview(subscriptions: Command): void {
  subscriptions
    .command("preview <pattern>")
    .description("Shows which of the latest 100 events a subscription would match. Creates nothing.")
    .option("--filter <json>", "a condition on the body, or @file")
    .option("--since <time>", "only events since: a time, or how long ago (2h)", moment)
    .action(
      run<{ filter?: string; since?: string }, [string]>(async ({ options, output, connect }, event_type) => {
        const filter =
          options.filter === undefined ? undefined : await readJsonObject(options.filter, "--filter");
        const input = { event_type, ...given({ filter, since: options.since }) };
        const { data, checked, matched } = await connect().client.subscriptions.preview(input);
        output.list(
          data,
          [
            { title: "EVENT", text: ({ id }) => id },
            { title: "TYPE", text: ({ type }) => type, shrinks: true },
            { title: "MATCHES", text: ({ matches }) => (matches ? "yes" : "no") },
            { title: "AGE", text: ({ created_at }) => age(created_at), optional: true },
          ],
          "No events.",
        );
        if (checked > 0) output.note(`${matched} of ${checked} events match.`);
      }),
    );
}

function registerCreate(subscriptions: Command): void {
  subscriptions
    .command("create <destination> <pattern>")
    .description("Subscribes a destination to event types: order.created, order.* or order.**")
    .option("--filter <json>", "a condition on the body, or @file")
    .addHelpText(
      "after",
      `\nExample:\n  $ harbor subscriptions create dest_… 'order.*' --filter '{"$.total":{"$gte":100}}'\n`,
    )
    .action(
      run<{ filter?: string }, [string, string]>(
        async ({ options, output, connect }, destination_id, event_type) => {
          const filter =
            options.filter === undefined ? undefined : await readJsonObject(options.filter, "--filter");
          show(
            output,
            await connect().client.subscriptions.create({ destination_id, event_type, ...given({ filter }) }),
          );
        },
      ),
    );
}

function registerUpdate(subscriptions: Command): void {
  subscriptions
    .command("update <subscription>")
    .description("Changes the given fields.")
    .option("--events <pattern>", "the event types")
    .option("--filter <json>", "the condition on the body, @file, or none")
    .action(
      run<{ events?: string; filter?: string }, [string]>(async ({ options, output, connect }, id) => {
        const { events, filter } = options;
        const changes: SubscriptionUpdate = {
          ...given({ event_type: events }),
          ...(filter !== undefined && {
            filter: filter === "none" ? null : await readJsonObject(filter, "--filter"),
          }),
        };
        if (Object.keys(changes).length === 0) throw usageError("Give at least one field to change.");
        show(output, await connect().client.subscriptions.update(id, changes));
      }),
    );
}

function registerDelete(subscriptions: Command): void {
  subscriptions
    .command("delete <subscription>")
    .description("Deletes a subscription. Its existing deliveries continue.")
    .option("--yes", "skip the confirmation prompt")
    .action(
      run<{ yes?: boolean }, [string]>(async ({ options, output, connect }, id) => {
        const { client } = connect();
        const { event_type } = await client.subscriptions.get(id);
        if (!(await confirm(`Delete ${id} (${printable(event_type)})?`, options))) return;
        await client.subscriptions.delete(id);
        output.done(`Deleted ${id}`, { id, deleted: true });
      }),
    );
}

function registerStatus(subscriptions: Command, name: "pause" | "resume", status: SubscriptionStatus): void {
  subscriptions
    .command(`${name} <subscription>`)
    .description(
      name === "pause"
        ? "Pauses a subscription: it matches no events until it is resumed."
        : "Resumes a subscription: it matches events again.",
    )
    .action(
      run<object, [string]>(async ({ output, connect }, id) => {
        const subscription = await connect().client.subscriptions.update(id, { status });
        output.done(`${subscription.id} is ${subscription.status}`, subscription);
      }),
    );
}
