import { DEFAULT_RETRY_POLICY, type Destination, type Millis } from "../domain.js";

const DEFAULT_CONCURRENCY = 50;
const DEFAULT_TIMEOUT_SECONDS = 30;

/** A destination with every default. `now` is scope time. */
export function newDestination({
  id,
  scopeId,
  url,
  now,
}: {
  id: string;
  scopeId: number;
  url: string;
  now: Millis;
}): Destination {
  return {
    id,
    scope_id: scopeId,
    url,
    name: null,
    status: "active",
    paused_reason: null,
    paused_at: null,
    max_concurrent_deliveries: DEFAULT_CONCURRENCY,
    timeout_seconds: DEFAULT_TIMEOUT_SECONDS,
    retry_policy: DEFAULT_RETRY_POLICY,
    header_names: [],
    headers: null,
    metadata: null,
    old_key_expires_at: null,
    created_at: now,
    updated_at: now,
  };
}
