import type { TenantSummary } from "@harbor/client";
import type { Command } from "commander";
import { limit } from "../arguments.js";
import { confirm } from "../input.js";
import { age } from "../output/format.js";
import { printable } from "../output/printable.js";
import type { Column } from "../output/table.js";
import { run } from "../run.js";

export function registerTenants(program: Command): void {
  const tenants = program
    .command("tenants")
    .summary("list and delete tenants")
    .description("Tenants are your own customers, as your destinations and events name them.");
  registerList(tenants);
  registerDelete(tenants);
}

const COLUMNS: Column<TenantSummary>[] = [
  { title: "TENANT", text: ({ tenant }) => tenant, shrinks: true },
  { title: "DESTINATIONS", text: ({ destinations }) => String(destinations) },
  { title: "PAUSED", text: ({ paused_destinations }) => String(paused_destinations) },
  { title: "DEAD", text: ({ dead_deliveries }) => String(dead_deliveries) },
  {
    title: "LAST EVENT",
    text: ({ last_event_at }) => (last_event_at === null ? "" : age(last_event_at)),
    optional: true,
  },
];

function registerList(tenants: Command): void {
  tenants
    .command("list")
    .description("Lists the tenants by name: those with a destination or an event that is not erased.")
    .option("--limit <count>", "maximum number of results, or all", limit, 25)
    .action(
      run<{ limit: number }>(async ({ options, output, connect }) => {
        const found = connect().client.tenants.list();
        output.list(await found.toArray({ limit: options.limit }), COLUMNS, "No tenants.");
      }),
    );
}

function registerDelete(tenants: Command): void {
  tenants
    .command("delete <tenant>")
    .description(
      "Deletes all of a tenant, for good: its portal sessions, its destinations, and the bodies of its events and of the responses to them.",
    )
    .option("--yes", "skip the confirmation prompt")
    .action(
      run<{ yes?: boolean }, [string]>(async ({ options, output, connect }, tenant) => {
        const { client } = connect();
        const question = `Delete all destinations, portal sessions and event bodies of ${printable(tenant)}?`;
        if (!(await confirm(question, options))) return;
        await client.tenants.delete(tenant);
        output.done(`Deleted ${tenant}`, { tenant, deleted: true });
      }),
    );
}
