import type { ApiKey, KeyRole } from "@harbor/client";
import { type Command, Option } from "commander";
import { given, limit } from "../arguments.js";
import { confirm } from "../input.js";
import { age } from "../output/format.js";
import { printable } from "../output/printable.js";
import type { Column } from "../output/table.js";
import { run } from "../run.js";

const ROLES: readonly KeyRole[] = ["admin", "send", "read"];

export function registerApiKeys(program: Command): void {
  const apiKeys = program
    .command("api-keys")
    .summary("list, create and revoke API keys")
    .description("API keys of the environment. These commands need a key with the role admin.");
  registerList(apiKeys);
  registerCreate(apiKeys);
  registerRevoke(apiKeys);
}

const COLUMNS: Column<ApiKey>[] = [
  { title: "ID", text: ({ id }) => id },
  { title: "ROLE", text: ({ role }) => role },
  { title: "KEY", text: ({ hint }) => hint },
  { title: "NAME", text: ({ name }) => name ?? "", shrinks: true },
  { title: "STATE", text: ({ revoked_at }) => (revoked_at === null ? "active" : "revoked") },
  {
    title: "LAST USED",
    text: ({ last_used_at }) => (last_used_at === null ? "" : age(last_used_at)),
    optional: true,
  },
  { title: "AGE", text: ({ created_at }) => age(created_at), optional: true },
];

function registerList(apiKeys: Command): void {
  apiKeys
    .command("list")
    .description("Lists API keys, newest first, revoked ones too.")
    .option("--limit <count>", "maximum number of results, or all", limit, 25)
    .action(
      run<{ limit: number }>(async ({ options, output, connect }) => {
        const found = connect().client.apiKeys.list();
        output.list(await found.toArray({ limit: options.limit }), COLUMNS, "No API keys.");
      }),
    );
}

function registerCreate(apiKeys: Command): void {
  apiKeys
    .command("create")
    .description("Creates an API key. It is shown only once, alone on stdout.")
    .addOption(new Option("--role <role>", "what the key may do").choices(ROLES).default("admin"))
    .option("--name <text>", "a label for lists")
    .action(
      run<{ role: KeyRole; name?: string }>(async ({ options, output, connect }) => {
        const { role, name } = options;
        const created = await connect().client.apiKeys.create({ role, ...given({ name }) });
        if (output.json) {
          output.line(created);
          return;
        }
        output.note(`${created.role} key ${created.id}, shown only once:`);
        output.text(created.key);
      }),
    );
}

function registerRevoke(apiKeys: Command): void {
  apiKeys
    .command("revoke <key-id>")
    .description("Revokes an API key. Requests with it are refused from now on.")
    .option("--yes", "skip the confirmation prompt")
    .action(
      run<{ yes?: boolean }, [string]>(async ({ options, output, connect }, id) => {
        const { client } = connect();
        if (!(await confirm(`Revoke ${printable(id)}?`, options))) return;
        await client.apiKeys.revoke(id);
        output.done(`Revoked ${id}`, { id, revoked: true });
      }),
    );
}
