import type { PortalSession } from "@harbor/client";
import type { Command } from "commander";
import { given, limit, seconds } from "../arguments.js";
import { confirm } from "../input.js";
import { age } from "../output/format.js";
import { printable } from "../output/printable.js";
import type { Column } from "../output/table.js";
import { run } from "../run.js";

export function registerPortalSessions(program: Command): void {
  const portalSessions = program
    .command("portal-sessions")
    .summary("list, create and revoke portal sessions")
    .description(
      "Portal sessions give a tenant access to its destinations, events and deliveries. These commands need a key with the role admin.",
    );
  registerList(portalSessions);
  registerCreate(portalSessions);
  registerRevoke(portalSessions);
  registerRevokeAll(portalSessions);
}

const COLUMNS: Column<PortalSession>[] = [
  { title: "ID", text: ({ id }) => id },
  { title: "TENANT", text: ({ tenant }) => tenant, shrinks: true },
  { title: "MAY", text: ({ capabilities }) => capabilities.join(",") },
  { title: "EXPIRES", text: ({ expires_at }) => expires_at },
  { title: "AGE", text: ({ created_at }) => age(created_at), optional: true },
];

function registerList(portalSessions: Command): void {
  portalSessions
    .command("list")
    .description("Lists the portal sessions in force, newest first.")
    .option("--tenant <tenant>", "only those of this tenant")
    .option("--limit <count>", "maximum number of results, or all", limit, 25)
    .action(
      run<{ tenant?: string; limit: number }>(async ({ options, output, connect }) => {
        const { tenant } = options;
        const found = connect().client.portalSessions.list(given({ tenant }));
        output.list(await found.toArray({ limit: options.limit }), COLUMNS, "No portal sessions.");
      }),
    );
}

interface CreateOptions {
  manage?: boolean;
  ttl?: number;
  returnUrl?: string;
}

function registerCreate(portalSessions: Command): void {
  portalSessions
    .command("create <tenant>")
    .description("Creates a portal session. Its token is shown only once, alone on stdout.")
    .option("--manage", "the session may also change what it sees")
    .option("--ttl <duration>", "how long it lasts: 15m, 1h, or seconds (default: 1h)", seconds)
    .option("--return-url <url>", "a page of your application, to which the portal links")
    .action(
      run<CreateOptions, [string]>(async ({ options, output, connect }, tenant) => {
        const created = await connect().client.portalSessions.create({
          tenant,
          capabilities: [options.manage === true ? "manage" : "read"],
          ...given({ ttl_seconds: options.ttl, return_url: options.returnUrl }),
        });
        if (output.json) {
          output.line(created);
          return;
        }
        output.note(`session ${created.id} until ${created.expires_at}, its token shown only once:`);
        output.text(created.token);
        if (created.url !== null) output.note(`link to the portal: ${created.url}`);
      }),
    );
}

function registerRevoke(portalSessions: Command): void {
  portalSessions
    .command("revoke <session-id>")
    .description("Revokes a portal session. Requests with its token are refused from now on.")
    .option("--yes", "skip the confirmation prompt")
    .action(
      run<{ yes?: boolean }, [string]>(async ({ options, output, connect }, id) => {
        const { client } = connect();
        if (!(await confirm(`Revoke ${printable(id)}?`, options))) return;
        await client.portalSessions.revoke(id);
        output.done(`Revoked ${id}`, { id, revoked: true });
      }),
    );
}

function registerRevokeAll(portalSessions: Command): void {
  portalSessions
    .command("revoke-all <tenant>")
    .description("Revokes all portal sessions of a tenant.")
    .option("--yes", "skip the confirmation prompt")
    .action(
      run<{ yes?: boolean }, [string]>(async ({ options, output, connect }, tenant) => {
        const { client } = connect();
        if (!(await confirm(`Revoke all portal sessions of ${printable(tenant)}?`, options))) return;
        await client.portalSessions.revokeAll({ tenant });
        output.done(`Revoked the portal sessions of ${printable(tenant)}`, { tenant, revoked: true });
      }),
    );
}
