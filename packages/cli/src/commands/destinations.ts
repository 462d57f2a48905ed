import type { DestinationStatus } from "@harbor/client";
import { type Command, Option } from "commander";
import { given, limit, moment } from "../arguments.js";
import { type BodyOptions, confirm, readBody } from "../input.js";
import { printable } from "../output/printable.js";
import { run } from "../run.js";
import { registerRotateSecret } from "./rotate-secret.js";
import { registerDestinationChanges } from "./destination-changes.js";
import { destinationColumns, destinationFields } from "./destination-view.js";

export function registerDestinations(program: Command): void {
  const destinations = program
    .command("destinations")
    .summary(
      "list, show, create, apply, update, delete, pause, resume, test, recover destinations; rotate secrets",
    )
    .description("Destinations: URLs that Harbor delivers to.");
  registerList(destinations);
  registerShow(destinations);
  registerDestinationChanges(destinations);
  registerDelete(destinations);
  registerTest(destinations);
  registerRecover(destinations);
  registerRotateSecret(destinations);
}

function registerList(destinations: Command): void {
  destinations
    .command("list")
    .description("Lists destinations, newest first.")
    .addOption(
      new Option("--status <status>", "only destinations with this status").choices(["active", "paused"]),
    )
    .option("--tenant <tenant>", "only destinations of this tenant; empty: without one")
    .option("--limit <count>", "maximum number of results, or all", limit, 25)
    .action(
      run<{ status?: DestinationStatus; tenant?: string; limit: number }>(
        async ({ options, output, connect }) => {
          const { status, tenant } = options;
          const found = connect().client.destinations.list(given({ status, tenant }));
          output.list(
            await found.toArray({ limit: options.limit }),
            destinationColumns(output),
            "No destinations.",
          );
        },
      ),
    );
}

function registerShow(destinations: Command): void {
  destinations
    .command("show <destination>")
    .description(
      "Shows a destination. Its signing secret and the values of its headers are never shown again.",
    )
    .action(
      run<object, [string]>(async ({ output, connect }, id) => {
        const destination = await connect().client.destinations.get(id);
        output.record(destination, destinationFields(destination, output));
      }),
    );
}

function registerDelete(destinations: Command): void {
  destinations
    .command("delete <destination>")
    .description("Deletes a destination with its subscriptions. Its unfinished deliveries become dead.")
    .option("--yes", "skip the confirmation prompt")
    .action(
      run<{ yes?: boolean }, [string]>(async ({ options, output, connect }, id) => {
        const { client } = connect();
        const { url } = await client.destinations.get(id);
        if (!(await confirm(`Delete ${id} (${printable(url)})?`, options))) return;
        await client.destinations.delete(id);
        output.done(`Deleted ${id}`, { id, deleted: true });
      }),
    );
}

interface RecoverOptions {
  since: string;
  until?: string;
  dryRun?: boolean;
}

function registerRecover(destinations: Command): void {
  destinations
    .command("recover <destination>")
    .description("Delivers the events that a destination has not received: missing and dead deliveries.")
    .requiredOption("--since <time>", "events accepted at or after: a time, or how long ago (2h)", moment)
    .option("--until <time>", "events accepted before", moment)
    .option("--dry-run", "only count them")
    .action(
      run<RecoverOptions, [string]>(async ({ options, output, connect }, id) => {
        const { since, until, dryRun = false } = options;
        const input = { since, ...given({ until }), dry_run: dryRun };
        const numbers = await connect().client.destinations.recover(id, input);
        const { matched, created, revived, skipped } = numbers;
        output.done(
          `${dryRun ? "Would recover" : "Recovered"} ${created + revived} of ${matched} events: ` +
            `deliveries created ${created}, dead ones replayed ${revived}, skipped ${skipped}`,
          numbers,
        );
      }),
    );
}

function registerTest(destinations: Command): void {
  destinations
    .command("test <destination>")
    .description("Sends a test event to this destination only, also while it is paused.")
    .option("--type <type>", "the event type (default: harbor.test)")
    .option("--data <json>", "the body")
    .option("--file <path>", "a file with the body; - is stdin")
    .action(
      run<BodyOptions & { type?: string }, [string]>(async ({ options, output, connect }, id) => {
        const fromOption = options.data !== undefined || options.file !== undefined;
        const body = fromOption ? await readBody(options) : null;
        const input = { ...given({ type: options.type }), ...(body !== null && { body }) };
        const delivery = await connect().client.destinations.test(id, input);
        output.done(
          `Sending ${delivery.id}; harbor deliveries show ${delivery.id} shows the result`,
          delivery,
        );
      }),
    );
}
