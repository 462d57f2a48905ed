import { generateSecret } from "@harbor/signing";
import type { Deps } from "../../src/deps.js";
import {
  DEFAULT_RETRY_POLICY,
  type Environment,
  type Millis,
  newDestination,
} from "../../src/domain/domain.js";
import { placeOf } from "../../src/seal.js";
import type { Store } from "../../src/store/store.js";
import { LIMITS } from "./receivers.js";

const DESTINATIONS = 2;
export const API_KEY_ID = "key_sim";

interface Context extends Pick<Deps, "newId" | "sealer"> {
  now: Millis;
}

/** An environment with destinations, each subscribed to everything. The first has any order, the second a rate limit and ordering keys. */
export async function configure(
  store: Store,
  context: Context,
): Promise<{ environment: Environment; destinations: string[] }> {
  const { newId, now } = context;
  const { test: environment } = await store.projects.ensure("proj_sim", "sim", now);
  const apiKey = { id: API_KEY_ID, environment, role: "admin" as const, hash: Buffer.from("hash") };
  await store.apiKeys.create({ ...apiKey, hint: "hk_test_", name: null, created_at: now });
  const destinations: string[] = [];
  for (let count = 0; count < DESTINATIONS; count += 1) {
    const id = newId("dest");
    const isOrdered = count > 0;
    await createDestination(store, { ...context, id, environmentId: environment.id, isOrdered });
    await subscribe(store, { id: newId("sub"), environmentId: environment.id, destinationId: id, now });
    destinations.push(id);
  }
  return { environment, destinations };
}

interface Created extends Context {
  id: string;
  environmentId: number;
  isOrdered: boolean;
}

async function createDestination(
  store: Store,
  { id, environmentId, isOrdered, newId, now, sealer }: Created,
): Promise<void> {
  const destination = {
    ...newDestination({ id, environmentId, url: "http://receiver.example/", now }),
    max_concurrent_deliveries: LIMITS.maxConcurrent,
    max_per_second: isOrdered ? LIMITS.perSecond : null,
    timeout_seconds: 5,
    ordering: isOrdered ? ("key" as const) : ("none" as const),
    retry_policy: { ...DEFAULT_RETRY_POLICY, base_delay_seconds: 1, max_delay_seconds: 10, jitter: 0 },
  };
  const key = newId("skey");
  const secret = sealer.seal(generateSecret(), placeOf("signing_key", key));
  const signingKey = { id: key, destination_id: id, secret, created_at: now, expires_at: null };
  await store.destinations.create({ destination, signingKey, limit: 10 });
}

export async function subscribe(
  store: Store,
  {
    id,
    environmentId,
    destinationId,
    now,
  }: { id: string; environmentId: number; destinationId: string; now: Millis },
): Promise<void> {
  await store.subscriptions.create({
    id,
    environment_id: environmentId,
    destination_id: destinationId,
    event_type: "**",
    filter: null,
    status: "active",
    created_at: now,
    updated_at: now,
  });
}
