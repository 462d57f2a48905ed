import { type ShownHeader, shownRequest, shownResponse } from "../../domain/attempt-headers.js";
import { isInGrace, publicKeysOf } from "../../domain/change-destination.js";
import type {
  ApiKey,
  Capability,
  Delivery,
  DeliveryWithAttempts,
  Destination,
  Millis,
  Mode,
  Event,
  PortalSession,
  EventType,
  Subscription,
} from "../../domain/domain.js";
import type { components } from "../../generated/openapi-types.js";
import type { DeadGroup, Tenant } from "../../store/store.js";
import type { Caller } from "../api.js";
import { formatOptionalTime, formatTime } from "../time.js";
import { VERSION } from "../../version.js";

/** Nouns as the API shows them: times as text, ids of environments and sealed values left out, optional fields null. */

type Schemas = components["schemas"];

/** `now` is environment time, which decides the keys in force. A portal session does not see what the sender notes about it. */
export function presentDestination(
  destination: Destination,
  { environment, session }: Pick<Caller, "environment" | "session">,
  now: Millis,
): Schemas["Destination"] {
  const oldKeyEnd = isInGrace(destination, now) ? destination.old_key_expires_at : null;
  return {
    id: destination.id,
    uid: session === null ? destination.uid : null,
    url: destination.url,
    name: destination.name,
    status: destination.status,
    paused_reason: destination.paused_reason,
    paused_at: formatOptionalTime(destination.paused_at),
    retry_policy: destination.retry_policy,
    max_concurrent_deliveries: destination.max_concurrent_deliveries,
    max_per_second: destination.max_per_second,
    timeout_seconds: destination.timeout_seconds,
    ordering: destination.ordering,
    header_names: destination.header_names,
    metadata: session === null ? destination.metadata : null,
    tenant: destination.tenant,
    environment: environment.mode,
    signature: destination.signature,
    public_key: destination.public_key,
    public_keys: publicKeysOf(destination, now),
    old_key_expires_at: formatOptionalTime(oldKeyEnd),
    created_at: formatTime(destination.created_at),
    updated_at: formatTime(destination.updated_at),
  };
}

export function presentApiKey(key: ApiKey): Schemas["ApiKey"] {
  const { id, role, name, hint, environment, created_at, last_used_at, revoked_at } = key;
  return {
    id,
    role,
    name,
    hint,
    environment: environment.mode,
    created_at: formatTime(created_at),
    last_used_at: formatOptionalTime(last_used_at),
    revoked_at: formatOptionalTime(revoked_at),
  };
}

export function presentCaller({ environment, keyId, session, role }: Caller): Schemas["CallerIdentity"] {
  return {
    kind: session === null ? "api_key" : "portal_session",
    id: session?.id ?? keyId,
    environment: environment.mode,
    role: role === "portal" || role === "portal_manage" ? null : role,
    tenant: session?.tenant ?? null,
    capabilities: session === null ? null : capabilitiesOf(session.capability),
    expires_at: formatOptionalTime(session?.expiresAt ?? null),
    return_url: session?.returnUrl ?? null,
    server_version: session === null ? VERSION : null,
  };
}

function capabilitiesOf(capability: Capability): Capability[] {
  return capability === "manage" ? ["read", "manage"] : ["read"];
}

export function presentPortalSession(session: PortalSession): Schemas["PortalSession"] {
  const { id, tenant, capability, environment, return_url, created_at, expires_at } = session;
  return {
    id,
    tenant,
    capabilities: capabilitiesOf(capability),
    environment: environment.mode,
    return_url,
    created_at: formatTime(created_at),
    expires_at: formatTime(expires_at),
  };
}

/** JSON text, written by hand because the filter goes in as it was submitted: parsing it would round long numbers. */
export function subscriptionJson(subscription: Subscription, environment: Mode): string {
  const { id, destination_id, event_type, filter, status, tenant, created_at, updated_at } = subscription;
  return (
    `{"id":"${id}","destination_id":"${destination_id}","event_type":"${event_type}","filter":${filter ?? "null"}` +
    `,"status":"${status}","tenant":${tenantJson(tenant)},"environment":"${environment}"` +
    `,"created_at":"${formatTime(created_at)}","updated_at":"${formatTime(updated_at)}"}`
  );
}

/** JSON text, written by hand because schema and example go in as they were submitted. */
export function eventTypeJson(eventType: EventType): string {
  const { type, description, group, visibility, schema, example, deprecated, validation } = eventType;
  return (
    `{"type":"${type}","description":${JSON.stringify(description)},"group":${JSON.stringify(group)}` +
    `,"visibility":"${visibility}","schema":${schema ?? "null"},"example":${example ?? "null"}` +
    `,"deprecated":${deprecated},"validation":"${validation}"}`
  );
}

export function presentDelivery(delivery: Delivery, environment: Mode): Schemas["Delivery"] {
  return {
    id: delivery.id,
    event_id: delivery.event_id,
    event_type: delivery.event_type,
    destination_id: delivery.destination_id,
    status: delivery.status,
    retry_count: delivery.retry_count,
    response_code: delivery.response_code,
    response_body: delivery.response_body,
    latency_ms: delivery.latency_ms,
    error: delivery.error,
    next_retry_at: formatOptionalTime(delivery.next_retry_at),
    waiting_for: delivery.waiting_for,
    dead_reason: delivery.dead_reason,
    tenant: delivery.tenant,
    environment,
    created_at: formatTime(delivery.created_at),
    updated_at: formatTime(delivery.updated_at),
    completed_at: formatOptionalTime(delivery.completed_at),
  };
}

export function presentTenant({ tenant, ...summary }: Tenant): Schemas["TenantSummary"] {
  const { destinations, paused_destinations, dead_deliveries, last_event_at } = summary;
  const last = formatOptionalTime(last_event_at);
  return { tenant, destinations, paused_destinations, dead_deliveries, last_event_at: last };
}

export function presentDeadGroup(group: DeadGroup): Schemas["DeadDeliveryGroup"] {
  return { ...group, newest_created_at: formatTime(group.newest_created_at) };
}

export function presentDeliveryWithRetries(
  delivery: DeliveryWithAttempts,
  environment: Mode,
): Schemas["DeliveryWithRetries"] {
  return {
    ...presentDelivery(delivery, environment),
    retries: delivery.retries.map((attempt) => ({
      number: attempt.number,
      trigger: attempt.trigger,
      started_at: formatTime(attempt.started_at),
      url: attempt.url,
      latency_ms: attempt.latency_ms,
      request_headers: presentHeaders(attempt.request_headers, (kept) => shownRequest(kept, delivery)),
      response_code: attempt.response_code,
      response_headers: presentHeaders(attempt.response_headers, shownResponse),
      response_body: attempt.response_body,
      error: attempt.error,
      outcome: attempt.outcome,
    })),
  };
}

function presentHeaders(
  kept: string | null,
  read: (kept: string) => ShownHeader[],
): Schemas["AttemptHeader"][] | null {
  return kept === null ? null : read(kept).map(([name, value]) => ({ name, value }));
}

/**
 * An event as JSON text, written by hand because its body goes in as the bytes that were submitted: parsing and serialising would
 * change numbers, duplicate keys and white space. Ids, types and tenants need no escaping.
 */
export function eventJson(event: Event, environment: Mode, deliveries?: readonly Delivery[]): string {
  return eventHead(event) + eventTail(event, environment, deliveries);
}

/** Begins the text of an event, up to what an erasure changes. */
function eventHead({ id, type, body, erased_at }: Event): string {
  const erasedAt = erased_at === null ? "null" : `"${formatTime(erased_at)}"`;
  return `{"id":"${id}","type":"${type}","body":${body?.toString("utf8") ?? "null"},"erased_at":${erasedAt}`;
}

const HEAD_WITHOUT_BODY = /\{"id":"(evt_\w{26})","type":"[^"]*","body":null,"erased_at":null/g;

/** The ids of the events that `withBodies` looks for in a text. */
export function idsWithoutBody(text: string): string[] {
  return [...text.matchAll(HEAD_WITHOUT_BODY)].flatMap(([, id]) => id ?? []);
}

/** Adds the bodies to the text of events that were shown without, and where they are erased that they are. */
export function withBodies(text: string, events: ReadonlyMap<string, Event>): string {
  return text.replace(HEAD_WITHOUT_BODY, (head: string, id: string) => {
    const event = events.get(id);
    return event === undefined ? head : eventHead(event);
  });
}

function eventTail(event: Event, environment: Mode, deliveries?: readonly Delivery[]): string {
  const key = JSON.stringify(event.idempotency_key);
  const orderingKey = JSON.stringify(event.ordering_key);
  const occurredAt = event.occurred_at === null ? "null" : `"${formatTime(event.occurred_at)}"`;
  const tail =
    deliveries === undefined ? "" : `,"deliveries":[${deliveries.map(eventDeliveryJson).join(",")}]`;
  return (
    `,"idempotency_key":${key},"ordering_key":${orderingKey},"occurred_at":${occurredAt},"tenant":${tenantJson(event.tenant)},"environment":"${environment}"` +
    `,"created_at":"${formatTime(event.created_at)}"${tail}}`
  );
}

function tenantJson(tenant: string | null): string {
  return tenant === null ? "null" : `"${tenant}"`;
}

function eventDeliveryJson({ id, destination_id, status }: Delivery): string {
  return `{"id":"${id}","destination_id":"${destination_id}","status":"${status}"}`;
}
