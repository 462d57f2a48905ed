import { modeOfApiKey } from "@harbor/shared/credentials";
import { generateApiKey, hashCredential, storeApiKey, storedFormOf } from "./api-key.js";
import type { Deps } from "./deps.js";
import type { Mode, Environment } from "./domain/domain.js";

export const DEFAULT_PROJECT = "default";
const FIRST_KEY_NAME = "HARBOR_API_KEYS";

/**
 * Creates the default project and the configured keys where they are missing. A first start without configured keys generates one
 * key per environment and returns them, because only their hashes are stored.
 */
export async function ensureProjectAndKeys(deps: Deps): Promise<string[]> {
  const { store, config, newId, clock } = deps;
  const project = await store.projects.ensure(newId("proj"), DEFAULT_PROJECT, clock.now());
  for (const key of config.apiKeys) await ensureKey(deps, key, project);
  if (config.apiKeys.length > 0) return [];
  const generated = { test: generateApiKey("test"), live: generateApiKey("live") };
  const keys = (["test", "live"] as const).map((mode) =>
    storedFormOf(deps, { key: generated[mode], environment: project[mode], name: FIRST_KEY_NAME }),
  );
  return (await store.apiKeys.createFirst(keys)) ? [generated.test, generated.live] : [];
}

async function ensureKey(
  deps: Deps,
  key: string,
  project: { live: Environment; test: Environment },
): Promise<void> {
  const isStored = async () => (await deps.store.apiKeys.findByHash(hashCredential(key))) !== null;
  if (await isStored()) return;
  const environment = modeOfApiKey(key);
  if (environment === null)
    throw new TypeError("An API key must be hk_live_ or hk_test_ and at least 8 of A-Z a-z 0-9 _");
  try {
    await storeApiKey(deps, { key, environment: project[environment], name: FIRST_KEY_NAME });
  } catch (error) {
    // A process that started at the same moment has stored it.
    if (!(await isStored())) throw error;
  }
}

/** Creates an API key for the project of this name, and the project if it is missing. Returns the key, which is not stored. */
export async function createApiKey(
  deps: Pick<Deps, "store" | "newId" | "clock">,
  { project, environment }: { project: string; environment: Mode },
): Promise<string> {
  const environments = await deps.store.projects.ensure(deps.newId("proj"), project, deps.clock.now());
  const key = generateApiKey(environment);
  await storeApiKey(deps, { key, environment: environments[environment], name: null });
  return key;
}
