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
  since?: string;
  until?: string;
}

interface BulkOptions extends FilterOptions {
  all?: boolean;
  yes?: boolean;
}

export function registerDlq(program: Command): void {
  const dlq = program
    .command("dlq")
    .summary("list, replay and delete dead deliveries")
    .description("The dead-letter queue: deliveries that Harbor has given up on.");
  registerList(dlq);
  registerReplay(dlq);
  registerDelete(dlq);
}

function withFilter(command: Command): Command {
  return command
    .option("--destination <destination>", "of this destination")
    .option("--since <time>", "created at or after: a time, or how long ago (2h)", moment)
    .option("--until <time>", "created before", moment);
}

function registerList(dlq: Command): void {
  withFilter(dlq.command("list"))
    .description("Dead deliveries, newest first.")
    .option("--limit <count>", "at most so many, or all", limit, 25)
    .action(
      run<FilterOptions & { limit: number }>(async ({ options, output, connect }) => {
        const found = await connect().client.dlq.list(filterOf(options)).toArray({ limit: options.limit });
        output.list(
          found,
          [
            { title: "ID", text: ({ id }) => id },
            { title: "TYPE", text: ({ event_type }) => event_type, shrinks: true },
            { title: "REASON", text: ({ dead_reason }) => dead_reason ?? "" },
            { title: "RESULT", text: result, shrinks: true },
            { title: "AGE", text: ({ created_at }) => age(created_at), optional: true },
          ],
          "No dead deliveries.",
        );
      }),
    );
}

function registerReplay(dlq: Command): void {
  withFilter(dlq.command("replay [delivery...]"))
    .description("Deliver dead deliveries again: the named ones, those that match, or --all.")
    .option("--all", "every one")
    .action(
      run<BulkOptions, [string[]]>(async ({ options, output, connect }, ids) => {
        checkWhich(ids, options);
        const { client } = connect();
        if (ids.length > 0) {
          await each(ids, (id) => client.dlq.replay(id), { output, doing: "Replaying", done: "replayed" });
          return;
        }
        const { replayed, skipped } = await client.dlq.replayAll(filterOf(options));
        const left =
          skipped === 0 ? "" : `, ${skipped} skipped (paused or deleted destination, or past retention)`;
        output.done(`${replayed} replayed${left}`, { replayed, skipped });
      }),
    );
}

function registerDelete(dlq: Command): void {
  withFilter(dlq.command("delete [delivery...]"))
    .description("Remove dead deliveries for good: the named ones, those that match, or --all.")
    .option("--all", "every one")
    .option("--yes", "without asking")
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

async function idsOf(client: Harbor, options: FilterOptions): Promise<string[]> {
  const found: Delivery[] = await client.dlq
    .list({ ...filterOf(options), limit: 100 })
    .toArray({ limit: Infinity });
  return found.map(({ id }) => id);
}

function filterOf({ destination, since, until }: FilterOptions): ListDeadDeliveriesQuery {
  return given({ destination_id: destination, since, until });
}

function checkWhich(ids: readonly string[], options: BulkOptions): void {
  const filtered = Object.keys(filterOf(options)).length > 0;
  if (ids.length === 0 && !filtered && options.all !== true) {
    throw usageError("Say which: ids, --destination, --since, --until, or --all for every one.");
  }
  if (ids.length > 0 && (filtered || options.all === true))
    throw usageError("Give ids or a filter, not both.");
}

/** One that fails does not stop the rest; the first fault decides the exit code. */
async function each(
  ids: readonly string[],
  work: (id: string) => PromiseLike<object>,
  { output, doing, done }: { output: Output; doing: string; done: string },
): Promise<void> {
  const outcomes = await eachWithProgress(ids, async (id) => await work(id), { output, what: doing });
  const faults: unknown[] = [];
  outcomes.forEach((outcome, at) => {
    if (outcome.status === "fulfilled") {
      if (output.json) output.line(outcome.value);
      return;
    }
    const reason: unknown = outcome.reason;
    faults.push(reason);
    output.note(`${ids[at] ?? ""}: ${printable(reason instanceof Error ? reason.message : String(reason))}`);
  });
  if (!output.json) output.done(`${ids.length - faults.length} ${done}`, {});
  if (faults.length === 0) return;
  if (ids.length === 1) throw faults[0];
  const message = `${faults.length} of ${ids.length} were not ${done}.`;
  throw new CliError(message, { code: "incomplete", exit: "failure", cause: faults[0] });
}
