import type { Command } from "commander";
import { generateApiKey, storeApiKey } from "../api-key.js";
import type { ApiKey, Environment } from "../domain/domain.js";
import { DEFAULT_PROJECT } from "../first-start.js";
import { createIds } from "../ids.js";
import type { Store } from "../store/store.js";
import { openDatabase } from "./open-database.js";

const now = () => Date.now();
const newId = createIds(now);
const clock = { now, after: () => () => undefined };

interface CreateOptions {
  environment: string;
  project: string;
  name?: string;
}

/** `harbor-server keys create|list|revoke|rotate`: may run beside a running server, which sees the change at once. */
export function registerKeys(program: Command): void {
  const keys = program.command("keys").description("make, list, revoke and rotate API keys");
  keys
    .command("create")
    .description("make a key and show it, this once")
    .option("-e, --environment <live|test>", "what the key is for", "test")
    .option("-p, --project <name>", "its project, made if there is none of that name", DEFAULT_PROJECT)
    .option("-n, --name <text>", "a note to tell keys apart")
    .action((options: CreateOptions) => withStore((store) => create(store, options)));
  keys
    .command("list")
    .description("list the keys of a project, without the keys themselves")
    .option("-p, --project <name>", "the project", DEFAULT_PROJECT)
    .action(({ project }: { project: string }) => withStore((store) => list(store, project)));
  keys
    .command("revoke <key-id>")
    .description("end a key at once")
    .action((id: string) => withStore((store) => revoke(store, id)));
  keys
    .command("rotate <key-id>")
    .description("make a new key in the place of one, and end that one at once")
    .action((id: string) => withStore((store) => rotate(store, id)));
}

async function withStore(run: (store: Store) => Promise<void>): Promise<void> {
  const store = openDatabase({ owner: false });
  try {
    await store.migrate();
    await run(store);
  } finally {
    await store.close();
  }
}

async function create(store: Store, { environment, project, name }: CreateOptions): Promise<void> {
  if (environment !== "live" && environment !== "test") throw new Error("--environment is live or test");
  const environments = await store.projects.ensure(newId("proj"), project, now());
  await makeKey(store, environments[environment], name ?? null);
}

async function makeKey(store: Store, environment: Environment, name: string | null): Promise<void> {
  const key = generateApiKey(environment.mode);
  const stored = await storeApiKey({ store, newId, clock }, { key, environment, name });
  process.stdout.write(`${key}\n`);
  process.stderr.write(
    `${stored.id}, ${environment.mode}, project ${environment.project_id}; shown this once.\n`,
  );
}

async function list(store: Store, projectName: string): Promise<void> {
  const project = (await store.projects.list()).find(({ name }) => name === projectName);
  if (project === undefined) throw new Error(`There is no project named ${JSON.stringify(projectName)}.`);
  for (const key of await store.apiKeys.list(project.id)) process.stdout.write(`${line(key)}\n`);
}

function line(key: ApiKey): string {
  const state = key.revoked_at === null ? "active" : `revoked ${time(key.revoked_at)}`;
  return [
    key.id,
    key.environment.mode,
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
  if ((await store.apiKeys.revoke(id, now())) === null) throw unknownKey(id);
  process.stderr.write(`${id} is revoked.\n`);
}

function unknownKey(id: string): Error {
  return new Error(`There is no API key ${JSON.stringify(id)}; \`harbor-server keys list\` shows them.`);
}

/** The new key is made first: if the process dies in between, the old one still works. */
async function rotate(store: Store, id: string): Promise<void> {
  const old = (await allKeys(store)).find((key) => key.id === id);
  if (old === undefined) throw unknownKey(id);
  if (old.revoked_at !== null)
    throw new Error(`${id} is revoked; \`harbor-server keys create\` makes a new one.`);
  await makeKey(store, old.environment, old.name);
  await revoke(store, id);
}

async function allKeys(store: Store): Promise<ApiKey[]> {
  const projects = await store.projects.list();
  return (await Promise.all(projects.map(({ id }) => store.apiKeys.list(id)))).flat();
}
