import { type Command, Option } from "commander";
import { generateApiKey, storeApiKey } from "../api-key.js";
import type { ApiKey, Environment, KeyRole } from "../domain/domain.js";
import { DEFAULT_PROJECT } from "../first-start.js";
import { createIds } from "../ids.js";
import type { Store } from "../store/store.js";
import { openDatabase } from "./open-database.js";

const now = () => Date.now();
const newId = createIds(now);
const clock = { now };

interface CreateOptions {
  environment: string;
  project: string;
  role: KeyRole;
  name?: string;
}

const ROLES: readonly KeyRole[] = ["admin", "send", "read"];

interface ListedKey extends ApiKey {
  project: string;
}

/** `harbor-server keys create|list|revoke|rotate`: works beside a running server, which sees the change with its next request. */
export function registerKeys(program: Command): void {
  const keys = program.command("keys").description("create, list, revoke and rotate API keys");
  keys
    .command("create")
    .description("create an API key and print it; it cannot be shown again")
    .option("-e, --environment <live|test>", "environment of the key", "test")
    .option("-p, --project <name>", "project of the key; created if it does not exist", DEFAULT_PROJECT)
    .addOption(new Option("-r, --role <role>", "what the key may do").choices(ROLES).default("admin"))
    .option("-n, --name <text>", "label shown by `keys list`")
    .action((options: CreateOptions) => withStore((store) => create(store, options)));
  keys
    .command("list")
    .description(
      "list the API keys of all projects: id, project, environment, role, prefix, state, last use, name",
    )
    .option("-p, --project <name>", "only the keys of this project")
    .action(({ project }: { project?: string }) => withStore((store) => list(store, project)));
  keys
    .command("revoke <key-id>")
    .description("revoke an API key immediately")
    .action((id: string) => withStore((store) => revoke(store, id)));
  keys
    .command("rotate <key-id>")
    .description("create a replacement for an API key and revoke the old key immediately")
    .action((id: string) => withStore((store) => rotate(store, id)));
}

async function withStore(run: (store: Store) => Promise<void>): Promise<void> {
  const store = await openDatabase({ owner: false });
  try {
    await store.migrate();
    await run(store);
  } finally {
    await store.close();
  }
}

async function create(store: Store, { environment, project, role, name }: CreateOptions): Promise<void> {
  if (environment !== "live" && environment !== "test")
    throw new Error(`--environment must be live or test, not ${JSON.stringify(environment)}`);
  if (project.trim() === "") throw new Error("--project must not be empty");
  const environments = await store.projects.ensure(newId("proj"), project, now());
  await printNewKey(store, { environment: environments[environment], role, name: name ?? null });
}

async function printNewKey(
  store: Store,
  { environment, ...fields }: { environment: Environment; role: KeyRole; name: string | null },
): Promise<void> {
  const key = generateApiKey(environment.mode);
  const stored = await storeApiKey({ store, newId, clock }, { key, environment, ...fields });
  process.stdout.write(`${key}\n`);
  process.stderr.write(
    `${stored.id}, ${stored.role}, ${environment.mode}, project ${environment.project_id}. Save the key now: it cannot be shown again.\n`,
  );
}

async function list(store: Store, project: string | undefined): Promise<void> {
  const projects = await store.projects.list();
  const listed = projects.filter(({ name }) => project === undefined || name === project);
  if (project !== undefined && listed.length === 0) {
    const known = projects.map(({ name }) => JSON.stringify(name)).join(", ");
    throw new Error(`Unknown project ${JSON.stringify(project)}. Existing projects: ${known || "none"}.`);
  }
  for (const key of await keysOf(store, listed)) process.stdout.write(`${line(key)}\n`);
}

function line(key: ListedKey): string {
  const state = key.revoked_at === null ? "active" : `revoked ${time(key.revoked_at)}`;
  return [
    key.id,
    key.project,
    key.environment.mode,
    key.role,
    key.hint,
    state,
    `last used ${time(key.last_used_at)}`,
    key.name ?? "",
  ].join("\t");
}

function time(at: number | null): string {
  return at === null ? "never" : new Date(at).toISOString();
}

async function revoke(store: Store, id: string): Promise<void> {
  const { environment } = await find(store, id);
  const revoked = await store.apiKeys.revoke({ environmentId: environment.id, id, now: now() });
  if (revoked === "last_admin_key") {
    throw new Error(
      `${id} is the last admin key of its environment. Create another one first, or use \`harbor-server keys rotate\`.`,
    );
  }
  process.stderr.write(`Revoked ${id}.\n`);
}

async function find(store: Store, id: string): Promise<ListedKey> {
  const found = (await keysOf(store, await store.projects.list())).find((key) => key.id === id);
  if (found === undefined) {
    throw new Error(`Unknown API key ${JSON.stringify(id)}; \`harbor-server keys list\` shows the key ids.`);
  }
  return found;
}

/** Creates the replacement first: if the process dies in between, the old key still works. */
async function rotate(store: Store, id: string): Promise<void> {
  const old = await find(store, id);
  if (old.revoked_at !== null)
    throw new Error(`${id} is already revoked; create a new key with \`harbor-server keys create\`.`);
  await printNewKey(store, old);
  await revoke(store, id);
}

/** Newest first within each project. */
async function keysOf(store: Store, projects: { id: string; name: string }[]): Promise<ListedKey[]> {
  const keys = await Promise.all(
    projects.map(async ({ id, name }) =>
      (await store.apiKeys.listOfProject(id)).map((key) => ({ ...key, project: name })),
    ),
  );
  return keys.flat();
}
