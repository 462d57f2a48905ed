import { generateSecret } from "@harbor/signing";
import { newDestination, type Destination, type Millis, type RetryPolicy } from "../../domain/domain.js";
import { ApiError, overLimit } from "../../errors.js";
import type { Tunnel } from "../../delivery/send/tunnel.js";
import { isTunnelUrl, tunnelUrl } from "../../delivery/send/tunnel-url.js";
import { placeOf } from "../../seal.js";
import { type Caller, environmentNow } from "../api.js";
import type { Context } from "../context.js";
import { isId } from "../is-id.js";
import { sealKey } from "../resources/signing-keys.js";
import { checkMatching, newSubscription } from "../resources/subscriptions.js";
import type { OpenMessage } from "./tunnel-messages.js";

/** A tunnel's temporary destination, ready to be delivered to. */
export interface OpenedTunnel extends Tunnel {
  secret: string;
  resumeToken: string;
}

type OpenContext = Pick<Context, "store" | "clock" | "sealer" | "newId" | "config" | "pipeline">;

/** Requests that a client is given at once. */
const CONCURRENCY = 20;

/**
 * Makes the destination and its subscriptions. Throws `ApiError`: `invalid_event_type_pattern`, `invalid_filter`,
 * `over_destination_limit`.
 */
export async function openTunnel(
  context: OpenContext,
  caller: Caller,
  { events, filter, timeout_seconds, signing_secret }: OpenMessage,
): Promise<OpenedTunnel> {
  const { store, clock, newId, config, pipeline } = context;
  const { environment, keyId } = caller;
  for (const pattern of events) checkMatching(pattern, filter);
  const id = newId("dest");
  const tunnel = { environmentId: environment.id, destinationId: id, keyId };
  const now = environmentNow({ now: clock.now(), caller });
  const secret = signing_secret ?? generateSecret();
  const signingKey = sealKey(context, { key: secret, destinationId: id, createdAt: now });
  const destination = tunnelDestination(
    { id, now, timeout_seconds, environmentId: environment.id },
    config.times.tunnelGraceMs,
  );
  await pipeline.tunnels.seen([tunnel]);
  const limit = config.limits.maxDestinations;
  const created = await store.destinations.create({ destination, signingKey, limit });
  if (created === "over_destination_limit") throw overLimit(created, limit, "environment");
  for (const event_type of events) {
    const matching = { destination_id: id, event_type, filter };
    await store.subscriptions.create(newSubscription({ id: newId("sub"), environment, now, ...matching }));
  }
  return { ...tunnel, secret, resumeToken: resumeTokenOf(context, tunnel) };
}

/** Finds the destination of an earlier connection. Throws `ApiError` `destination_not_found` when it is gone. */
export async function resumeTunnel(
  context: OpenContext,
  { environment, keyId }: Caller,
  resumeToken: string,
): Promise<OpenedTunnel> {
  const { store, sealer, pipeline } = context;
  const id = destinationOf(context, environment.id, resumeToken);
  // Before the destination is read, so that it is not deleted as abandoned in between.
  if (id !== null) await pipeline.tunnels.seen([{ environmentId: environment.id, destinationId: id, keyId }]);
  const { destinations, signingKeys } = await store.snapshot(environment.id);
  const destination = destinations.find((candidate) => candidate.id === id);
  const key = signingKeys.find(
    ({ destination_id, expires_at }) => destination_id === id && expires_at === null,
  );
  if (destination === undefined || key === undefined || !isTunnelUrl(destination.url)) {
    throw new ApiError("destination_not_found", "The tunnel is no longer there: open a new one.");
  }
  const tunnel = { environmentId: environment.id, destinationId: destination.id, keyId };
  return { ...tunnel, secret: sealer.open(key.secret, placeOf("signing_key", key.id)), resumeToken };
}

function tunnelDestination(
  { timeout_seconds, ...fields }: { id: string; environmentId: number; now: Millis; timeout_seconds: number },
  graceMs: Millis,
): Destination {
  return {
    ...newDestination({ ...fields, url: tunnelUrl(fields.id) }),
    name: "Tunnel",
    retry_policy: tunnelRetryPolicy(graceMs),
    max_concurrent_deliveries: CONCURRENCY,
    timeout_seconds,
  };
}

/**
 * Retries soon, and for longer than an absent client is waited for: nothing dies of a connection that comes back in time. The
 * breaker would hold up what a restarted client waits for.
 */
export function tunnelRetryPolicy(graceMs: Millis): RetryPolicy {
  return {
    max_retries: 20,
    base_delay_seconds: 0.5,
    max_delay_seconds: graceMs / 1000 / 12,
    total_budget_seconds: 172_800,
    jitter: 0.1,
    circuit_breaker_threshold: null,
  };
}

/** The destination's id, sealed for its environment: only a client that opened the tunnel has it. It is not stored. */
function resumeTokenOf({ sealer }: OpenContext, { environmentId, destinationId }: Tunnel): string {
  return Buffer.from(sealer.seal(destinationId, `tunnel/${environmentId}`)).toString("base64url");
}

/** Null for a token that was not given out for this environment, or under a sealing key that is gone. */
function destinationOf({ sealer }: OpenContext, environmentId: number, resumeToken: string): string | null {
  try {
    const id = sealer.open(Buffer.from(resumeToken, "base64url"), `tunnel/${environmentId}`);
    return isId("dest", id) ? id : null;
  } catch {
    return null;
  }
}
