import type { Delivery, Harbor, ListDeadDeliveriesQuery } from "@harbor/client";
import type { Command } from "commander";
import { given, limit, moment } from "../arguments.js";
import { CliError, usageError } from "../cli-error.js";
import { confirm } from "../input.js";
import { age, result } from "../output/format.js";
import type { Output } from "../output/output.js";
import { printable } from "../output/printable.js";
import { eachWithProgress } from "../output/progress.js";
import { run } from "../run.js";

interface FilterOptions {
  destination?: string;
  tenant?: string;
  since?: string;
  until?: string;
}

interface ListOptions extends FilterOptions {
  deleted?: boolean;
  limit: number;
}

interface BulkOptions extends FilterOptions {
  all?: boolean;
  deleted?: boolean;
  yes?: boolean;
}

export function registerDlq(program: Command): void {
  const dlq = program
    .command("dlq")
    .summary("list, count, replay and delete dead deliveries")
    .description("The dead-letter queue: deliveries that Harbor no longer attempts.");
  registerList(dlq);
  registerGroups(dlq);
  registerReplay(dlq);
  registerDelete(dlq);
}

function withFilter(command: Command): Command {
  return command
    .option("--destination <destination>", "only deliveries to this destination")
    .option("--tenant <tenant>", "only deliveries of events of this tenant; empty: without one")
    .option("--since <time>", "created at or after: a time, or how long ago (2h)", moment)
    .option("--until <time>", "created before", moment);
}

function registerList(dlq: Command): void {
  withFilter(dlq.command("list"))
    .description(
      "Lists dead deliveries, newest first. Those of deleted destinations cannot be replayed and are hidden.",
    )
    .option("--deleted", "only deliveries of deleted destinations")
    .option("--limit <count>", "maximum number of results, or all", limit, 25)
    .action(
      run<ListOptions>(async ({ options, output, connect }) => {
        const { found, hidden } = await findDead(connect().client, options);
        output.list(
          found,
          [
            { title: "ID", text: ({ id }) => id },
            { title: "TYPE", text: ({ event_type }) => event_type, shrinks: true },
            { title: "DESTINATION", text: ({ destination_id }) => destination_id, shrinks: true, least: 14 },
            { title: "REASON", text: ({ dead_reason }) => dead_reason ?? "" },
            { title: "RESULT", text: result, shrinks: true },
            { title: "AGE", text: ({ created_at }) => age(created_at), optional: true },
          ],
          "No dead deliveries.",
        );
        if (hidden > 0) output.note(hiddenText(hidden));
      }),
    );
}

function registerGroups(dlq: Command): void {
  withFilter(dlq.command("groups"))
    .description("Counts dead deliveries by destination, reason and response code, largest group first.")
    .action(
      run<FilterOptions>(async ({ options, output, connect }) => {
        const { data, complete } = await connect().client.dlq.groups(filterOf(options));
        output.list(
          data,
          [
            { title: "COUNT", text: ({ count }) => String(count) },
            { title: "DESTINATION", text: ({ destination_id }) => destination_id, shrinks: true, least: 14 },
            { title: "REASON", text: ({ dead_reason }) => dead_reason },
            { title: "RESPONSE", text: ({ response_code }) => String(response_code ?? "-") },
            { title: "NEWEST", text: ({ newest_created_at }) => age(newest_created_at), optional: true },
          ],
          "No dead deliveries.",
        );
        if (!complete) output.note("There are more dead deliveries; only the newest ones are counted.");
      }),
    );
}

interface ReplayOptions extends BulkOptions {
  dryRun?: boolean;
}

function registerReplay(dlq: Command): void {
  withFilter(dlq.command("replay [delivery...]"))
    .description("Delivers dead deliveries again: the given ones, those that match, or --all.")
    .option("--all", "all dead deliveries")
    .option("--dry-run", "only count those that would be replayed")
    .action(
      run<ReplayOptions, [string[]]>(async ({ options, output, connect }, ids) => {
        checkWhich(ids, options);
        const { dryRun = false } = options;
        if (ids.length > 0 && dryRun) throw usageError("--dry-run is for a filter or --all.");
        const { client } = connect();
        if (ids.length > 0) {
          await each(ids, (id) => client.dlq.replay(id), { output, doing: "Replaying", done: "replayed" });
          return;
        }
        const { replayed, skipped } = await client.dlq.replayAll({ ...filterOf(options), dry_run: dryRun });
        const left =
          skipped === 0 ? "" : `, ${skipped} skipped (paused or deleted destination, or past retention)`;
        output.done(`${replayed} ${dryRun ? "would be replayed" : "replayed"}${left}`, { replayed, skipped });
      }),
    );
}

function registerDelete(dlq: Command): void {
  withFilter(dlq.command("delete [delivery...]"))
    .description("Deletes dead deliveries: the given ones, those that match, or --all.")
    .option("--all", "all dead deliveries")
    .option("--deleted", "those of deleted destinations")
    .option("--yes", "skip the confirmation prompt")
    .action(
      run<BulkOptions, [string[]]>(async ({ options, output, connect }, given) => {
        checkWhich(given, options);
        const { client } = connect();
        const ids = given.length > 0 ? given : await idsOf(client, options);
        const count = `${ids.length} dead ${ids.length === 1 ? "delivery" : "deliveries"}`;
        if (ids.length > 0 && !(await confirm(`Delete ${count}?`, options))) return;
        const remove = async (id: string) => {
          await client.dlq.delete(id);
          return { id, deleted: true };
        };
        await each(ids, remove, { output, doing: "Deleting", done: "deleted" });
      }),
    );
}

/** Dead deliveries whose destination exists or, with `deleted`, does not; `hidden` counts the others. */
async function findDead(
  client: Harbor,
  { deleted = false, limit: most, ...filter }: ListOptions,
): Promise<{ found: Delivery[]; hidden: number }> {
  const existing = new Set<string>();
  for await (const { id } of client.destinations.list({ limit: 100 })) existing.add(id);
  const found: Delivery[] = [];
  let hidden = 0;
  for await (const delivery of client.dlq.list({ ...filterOf(filter), limit: 100 })) {
    if (found.length >= most) break;
    if (existing.has(delivery.destination_id) === deleted) hidden += 1;
    else found.push(delivery);
  }
  return { found, hidden: deleted ? 0 : hidden };
}

function hiddenText(hidden: number): string {
  const what =
    hidden === 1
      ? "1 dead delivery of a deleted destination is"
      : `${hidden} dead deliveries of deleted destinations are`;
  return `${what} not shown, because they cannot be replayed: harbor dlq list --deleted shows them, harbor dlq delete --deleted removes them.`;
}

async function idsOf(client: Harbor, options: BulkOptions): Promise<string[]> {
  if (options.deleted === true) {
    const { found } = await findDead(client, { ...options, deleted: true, limit: Infinity });
    return found.map(({ id }) => id);
  }
  const all = await client.dlq.list({ ...filterOf(options), limit: 100 }).toArray({ limit: Infinity });
  return all.map(({ id }) => id);
}

function filterOf({ destination, tenant, since, until }: FilterOptions): ListDeadDeliveriesQuery {
  return given({ destination_id: destination, tenant, since, until });
}

function checkWhich(ids: readonly string[], options: BulkOptions): void {
  const filtered = Object.keys(filterOf(options)).length > 0 || options.deleted === true;
  if (ids.length === 0 && !filtered && options.all !== true) {
    throw usageError("Name the deliveries: ids, --destination, --tenant, --since, --until, or --all.");
  }
  if (ids.length > 0 && (filtered || options.all === true))
    throw usageError("Give ids or a filter, not both.");
}

/** A failure does not stop the rest. A single delivery fails with its own error. */
async function each(
  ids: readonly string[],
  work: (id: string) => PromiseLike<object>,
  { output, doing, done }: { output: Output; doing: string; done: string },
): Promise<void> {
  const outcomes = await eachWithProgress(ids, async (id) => await work(id), { output, what: doing });
  const faults: unknown[] = [];
  const [only] = outcomes;
  if (outcomes.length === 1 && only?.status === "rejected") throw only.reason;
  outcomes.forEach((outcome, at) => {
    if (outcome.status === "fulfilled") {
      if (output.json) output.line(outcome.value);
      return;
    }
    const reason: unknown = outcome.reason;
    faults.push(reason);
    output.note(`${ids[at] ?? ""}: ${printable(reason instanceof Error ? reason.message : String(reason))}`);
  });
  if (!output.json && faults.length < ids.length) output.done(`${ids.length - faults.length} ${done}`, {});
  if (faults.length === 0) return;
  const message = `${faults.length} of ${ids.length} deliveries were not ${done}.`;
  throw new CliError(message, { code: "incomplete", exit: "failure", cause: faults[0] });
}
