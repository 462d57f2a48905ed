import { environmentOf, generateApiKey, hashApiKey, storeApiKey } from "./api-key.js";
import type { Deps } from "./deps.js";
import type { Mode, Environment } from "./domain/domain.js";

export const DEFAULT_PROJECT = "default";

/**
 * Makes sure that the default project and the configured keys exist. Where no key was configured and the project has none, one
 * for each environment is made; those are answered, to be shown this once.
 */
export async function ensureProjectAndKeys(deps: Deps): Promise<string[]> {
  const { store, config, newId, clock } = deps;
  const project = await store.projects.ensure(newId("proj"), DEFAULT_PROJECT, clock.now());
  for (const key of config.apiKeys) await ensureKey(deps, key, project);
  if (config.apiKeys.length > 0) return [];
  const existing = await store.apiKeys.list(project.test.project_id);
  if (existing.length > 0) return [];
  const made = [generateApiKey("test"), generateApiKey("live")];
  for (const key of made) await ensureKey(deps, key, project);
  return made;
}

async function ensureKey(
  deps: Deps,
  key: string,
  project: { live: Environment; test: Environment },
): Promise<void> {
  if ((await deps.store.apiKeys.findByHash(hashApiKey(key))) !== null) return;
  const environment = environmentOf(key);
  if (environment === null)
    throw new TypeError("an API key is hk_live_ or hk_test_ and 8 or more of A-Z a-z 0-9 _");
  await storeApiKey(deps, { key, environment: project[environment], name: "HARBOR_API_KEYS" });
}

/** A new key of a project, which is made too if there is none of that name. */
export async function createApiKey(
  deps: Deps,
  { project, environment }: { project: string; environment: Mode },
): Promise<string> {
  const environments = await deps.store.projects.ensure(deps.newId("proj"), project, deps.clock.now());
  const key = generateApiKey(environment);
  await storeApiKey(deps, { key, environment: environments[environment], name: null });
  return key;
}
