import type { Event } from "@harbor/client";
import { type Command } from "commander";
import { given, limit, moment } from "../arguments.js";
import { confirm } from "../input.js";
import { age, localTime } from "../output/format.js";
import { printable } from "../output/printable.js";
import { colorStatus } from "../output/style.js";
import type { Column } from "../output/table.js";
import { run } from "../run.js";
import { registerEventsSend } from "./events-send.js";

const COLUMNS: Column<Event>[] = [
  { title: "ID", text: ({ id }) => id },
  { title: "TYPE", text: ({ type }) => type, shrinks: true },
  { title: "AGE", text: ({ created_at }) => age(created_at), optional: true },
  {
    title: "BODY",
    text: ({ body, erased_at }) => (erased_at === null ? JSON.stringify(body) : "(erased)"),
    shrinks: true,
  },
];

export function registerEvents(program: Command): void {
  const events = program
    .command("events")
    .summary("send, list, show, replay and erase events")
    .description("Events: JSON bodies with a type.");
  registerEventsSend(events);
  registerList(events);
  registerShow(events);
  registerReplay(events);
  registerErase(events);
}

interface ListOptions {
  type?: string;
  tenant?: string;
  idempotencyKey?: string;
  since?: string;
  until?: string;
  limit: number;
}

function registerList(events: Command): void {
  events
    .command("list")
    .description("Lists events of the last 30 days, newest first.")
    .option("--type <type>", "only events of this type")
    .option("--tenant <tenant>", "only events of this tenant; empty: without one")
    .option("--idempotency-key <key>", "only the event that was accepted last with this key")
    .option("--since <time>", "created at or after: a time, or how long ago (2h)", moment)
    .option("--until <time>", "created before", moment)
    .option("--limit <count>", "maximum number of results, or all", limit, 25)
    .action(
      run<ListOptions>(async ({ options, output, connect }) => {
        const { type, tenant, idempotencyKey, since, until } = options;
        const query = given({ type, tenant, idempotency_key: idempotencyKey, since, until });
        const found = connect().client.events.list(query);
        output.list(await found.toArray({ limit: options.limit }), COLUMNS, "No events.");
      }),
    );
}

function registerShow(events: Command): void {
  events
    .command("show <event>")
    .description("Shows an event with its body, as it was submitted, and the status of its deliveries.")
    .action(
      run<object, [string]>(async ({ output, connect }, id) => {
        const { data: event, text } = await connect().client.events.get(id).withResponse();
        if (output.json) {
          output.line(text);
          return;
        }
        output.record(event, [
          ["event", event.id],
          ["type", event.type],
          ...(event.tenant === null ? [] : [["tenant", event.tenant] as [string, string]]),
          ["created", localTime(event.created_at)],
          ...(event.occurred_at === null
            ? []
            : [["occurred", localTime(event.occurred_at)] as [string, string]]),
          ...(event.idempotency_key === null
            ? []
            : [["idempotency key", event.idempotency_key] as [string, string]]),
          ...(event.ordering_key === null ? [] : [["ordering key", event.ordering_key] as [string, string]]),
          ...(event.erased_at === null ? [] : [["erased", localTime(event.erased_at)] as [string, string]]),
        ]);
        output.text(event.erased_at === null ? `\n${bodyText(event.body)}\n` : "\n");
        output.list(
          event.deliveries,
          [
            { title: "DELIVERY", text: (delivery) => delivery.id },
            { title: "DESTINATION", text: (delivery) => delivery.destination_id },
            {
              title: "STATUS",
              text: (delivery) => delivery.status,
              style: (status) => colorStatus(status, output.colors),
            },
          ],
          "No subscription matched this event, so it has no deliveries.",
        );
      }),
    );
}

/** Indented for reading; its line breaks stay, other control characters are replaced. */
function bodyText(body: unknown): string {
  return JSON.stringify(body, null, 2).split("\n").map(printable).join("\n");
}

function registerReplay(events: Command): void {
  events
    .command("replay <event>")
    .description(
      "Delivers an event again: to all destinations whose subscriptions match it now, or to the given ones.",
    )
    .option("--to <destination...>", "only to these destinations")
    .option("--dry-run", "only count the deliveries that would be created")
    .action(
      run<{ to?: string[]; dryRun?: boolean }, [string]>(async ({ options, output, connect }, id) => {
        const { client } = connect();
        const { to, dryRun = false } = options;
        const input = given({ destination_ids: to, dry_run: dryRun });
        const { count, data } = await client.events.replay(id, input);
        if (dryRun) {
          output.done(`${count} ${count === 1 ? "delivery" : "deliveries"} would be created`, { count });
          return;
        }
        if (!output.json) output.done(`Replayed ${id}`, {});
        output.list(
          data,
          [
            { title: "DELIVERY", text: (delivery) => delivery.id },
            { title: "DESTINATION", text: (delivery) => delivery.destination_id },
          ],
          "No subscription matches the event now.",
        );
      }),
    );
}

function registerErase(events: Command): void {
  events
    .command("erase <event>")
    .description("Erases the body of an event and the responses to it, for good. It is not sent again.")
    .option("--yes", "skip the confirmation prompt")
    .action(
      run<{ yes?: boolean }, [string]>(async ({ options, output, connect }, id) => {
        const { client } = connect();
        const { type } = await client.events.get(id);
        if (!(await confirm(`Erase ${id} (${printable(type)})?`, options))) return;
        await client.events.erase(id);
        output.done(`Erased ${id}`, { id, erased: true });
      }),
    );
}
