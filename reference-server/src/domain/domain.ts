/**
 * The nouns, their states and the words for them. Imports nothing.
 *
 * Fields of a noun keep the API's own names (snake_case), so that one name runs from the SQL column to the JSON response.
 * Times are milliseconds since the Unix epoch, in the time of their environment (`Environment`), which a test clock may move.
 */
export type Millis = number;

/** The environment of a key: a project has one of each. */
export type Mode = "live" | "test";

/** One environment of one project: the unit that nothing crosses. */
export interface Environment {
  id: number;
  project_id: string;
  mode: Mode;
}

/** The operations that an API key may use: `x-access` in openapi.yaml lists the roles of each. */
export type KeyRole = "admin" | "send" | "read";

/** As whom a request is authenticated: with a key of that role, or with the token of a portal session. */
export type CallerRole = KeyRole | "portal" | "portal_manage";

export interface ApiKey {
  id: string;
  environment: Environment;
  role: KeyRole;
  /** The first characters of the key, enough to distinguish keys and useless for authentication. */
  hint: string;
  name: string | null;
  created_at: Millis;
  revoked_at: Millis | null;
  last_used_at: Millis | null;
}

/** The operations that a portal session may use; `manage` includes `read`. */
export type Capability = "read" | "manage";

/** Access of a tenant to what belongs to its destinations. Its times are wall times, which no test clock moves. */
export interface PortalSession {
  id: string;
  environment: Environment;
  /** The API key that created it, and with which it ends. */
  key_id: string;
  tenant: string;
  capability: Capability;
  /** A page of the sender's application, to which the portal links. */
  return_url: string | null;
  created_at: Millis;
  expires_at: Millis;
}

export type ActiveOrPaused = "active" | "paused";
/** `portal`: by a portal session of its tenant. */
export type PausedReason = "manual" | "circuit_breaker" | "gone" | "portal";

export interface RetryPolicy {
  max_retries: number;
  base_delay_seconds: number;
  max_delay_seconds: number;
  total_budget_seconds: number;
  jitter: number;
  circuit_breaker_threshold: number | null;
}

/** The order in which a destination gets events: in any, or those with the same `ordering_key` in the order of their acceptance. */
export type Ordering = "none" | "key";

/** A value sealed with AES-256-GCM (seal.ts); the store never sees what is inside. */
export type Sealed = Uint8Array;

/** The kinds of sealed values: a signing secret, a destination's custom headers, a response stored under an `Idempotency-Key`. */
export type SealedOf = "signing_key" | "destination_headers" | "answer";

export interface SealedValue {
  of: SealedOf;
  /** Of the signing key or the destination; of a stored response that of `answerId`. */
  id: string;
  sealed: Sealed;
}

/** The headers that prove a delivery: `Harbor-Signature`, or those of Standard Webhooks with `v1` or `v1a` (docs/contract.md §4). */
export type SignatureScheme = "harbor" | "standard" | "standard_ed25519";

export interface Destination {
  id: string;
  /** The sender's own id of it, unique in the environment. */
  uid: string | null;
  environment_id: number;
  /** The sender's customer that it belongs to, which never changes; null for the sender's own. */
  tenant: string | null;
  url: string;
  /** A portal session has set the URL: it must be one that a live destination may have. */
  url_from_portal: boolean;
  name: string | null;
  status: ActiveOrPaused;
  paused_reason: PausedReason | null;
  paused_at: Millis | null;
  retry_policy: RetryPolicy;
  max_concurrent_deliveries: number;
  /** Of requests, over all processes; null for no limit. */
  max_per_second: number | null;
  timeout_seconds: number;
  ordering: Ordering;
  header_names: string[];
  headers: Sealed | null;
  metadata: Record<string, unknown> | null;
  /** The scheme of the current key. */
  signature: SignatureScheme;
  /** `whpk_…` of the current key; null unless it is a key pair. */
  public_key: string | null;
  /** The scheme that signs beside the current one until `old_key_expires_at`; null when only one key signs. */
  old_signature: SignatureScheme | null;
  old_public_key: string | null;
  /** When the key or scheme of an earlier rotation stops signing; null when only one key signs. */
  old_key_expires_at: Millis | null;
  created_at: Millis;
  updated_at: Millis;
}

export interface SigningKey {
  id: string;
  destination_id: string;
  /** `whsec_…`, or the private key `whsk_…` of a key pair. */
  secret: Sealed;
  created_at: Millis;
  /** Null for the current key. */
  expires_at: Millis | null;
}

export interface Subscription {
  id: string;
  environment_id: number;
  destination_id: string;
  /** Its destination's. */
  tenant: string | null;
  event_type: string;
  /** JSON text as submitted, since a parsed value would round numbers beyond double precision. */
  filter: string | null;
  status: ActiveOrPaused;
  created_at: Millis;
  updated_at: Millis;
}

export type EventTypeVisibility = "public" | "internal";

/** The treatment of an event whose body does not match the schema of its type. */
export type EventTypeValidation = "off" | "warn" | "enforce";

/** An entry of the catalogue. */
export interface EventType {
  environment_id: number;
  type: string;
  description: string | null;
  group: string | null;
  visibility: EventTypeVisibility;
  /** JSON text as submitted: a JSON Schema. */
  schema: string | null;
  /** JSON text as submitted: a body. */
  example: string | null;
  deprecated: boolean;
  validation: EventTypeValidation;
}

export interface Event {
  id: string;
  environment_id: number;
  /** The sender's customer that it is about; null when it names none. */
  tenant: string | null;
  type: string;
  /** The submitted bytes, verbatim; null once it is erased. */
  body: Buffer | null;
  idempotency_key: string | null;
  /** Destinations with `ordering: "key"` get the events of a key in order; null for any order. */
  ordering_key: string | null;
  occurred_at: Millis | null;
  created_at: Millis;
  erased_at: Millis | null;
}

/** An event with its body. */
export interface ReadableEvent extends Event {
  body: Buffer;
}

export type DeliveryStatus = "pending" | "retrying" | "succeeded" | "dead";

export type DeadReason =
  | "rejected"
  | "retries_exhausted"
  | "budget_exhausted"
  | "destination_paused"
  | "destination_deleted"
  | "event_erased";

export type AttemptError =
  | "timeout"
  | "connection_refused"
  | "connection_reset"
  | "dns_error"
  | "tls_error"
  | "blocked_address"
  | "protocol_error";

export type AttemptOutcome = "succeeded" | "failed" | "rejected";
export type AttemptTrigger = "schedule" | "manual" | "probe";

/** How one request to a destination ended: returned by the transport, decided on by the retry policy, kept by the store. */
export interface AttemptResult {
  /** Null without a response. */
  response_code: number | null;
  /** As `keepResponse` writes them; null without a response. */
  response_headers: string | null;
  /** The first 4 KB as text; null without a response. */
  response_body: string | null;
  error: AttemptError | null;
  /** The response asks for a retry: `Harbor-Retry-Hint: true` or a `Retry-After` header. */
  retry_requested: boolean;
  /** `Retry-After`, counted from the request; null when absent or unreadable. */
  retry_after_ms: Millis | null;
}

export interface Attempt {
  /** 0 first; counts every attempt of the delivery, with any trigger. */
  number: number;
  trigger: AttemptTrigger;
  started_at: Millis;
  latency_ms: number;
  /** As `keepRequest` writes them; null when an earlier version made the attempt. */
  request_headers: string | null;
  response_code: number | null;
  /** Null without a response, or when an earlier version made the attempt. */
  response_headers: string | null;
  response_body: string | null;
  error: AttemptError | null;
  outcome: AttemptOutcome;
}

/** Why a delivery is not attempted yet: an earlier one with its ordering key, a pause of its destination, or its rate limit. */
export type WaitingFor = "key" | "resume" | "token";

export interface Delivery {
  id: string;
  environment_id: number;
  /** Its event's. */
  tenant: string | null;
  event_id: string;
  event_type: string;
  destination_id: string;
  status: DeliveryStatus;
  /** `Harbor-Retry-Count` of the last scheduled attempt. */
  retry_count: number;
  response_code: number | null;
  response_body: string | null;
  latency_ms: number | null;
  error: AttemptError | null;
  next_retry_at: Millis | null;
  waiting_for: WaitingFor | null;
  dead_reason: DeadReason | null;
  created_at: Millis;
  updated_at: Millis;
  completed_at: Millis | null;
}

/** The state of a delivery before a force-retry, to which a failure of that attempt returns it. */
export interface StateBefore {
  status: DeliveryStatus;
  due_at: Millis | null;
  dead_reason: DeadReason | null;
}

/** An attempt with the URL that its destination had when it started. */
export interface PastAttempt extends Attempt {
  url: string;
}

export interface DeliveryWithAttempts extends Delivery {
  retries: PastAttempt[];
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  max_retries: 6,
  base_delay_seconds: 30,
  max_delay_seconds: 86_400,
  total_budget_seconds: 172_800,
  jitter: 0.2,
  circuit_breaker_threshold: 50,
};

/** Of the fields that a `PUT` sets. */
export const DESTINATION_DEFAULTS = {
  name: null,
  retry_policy: DEFAULT_RETRY_POLICY,
  max_concurrent_deliveries: 50,
  max_per_second: null,
  timeout_seconds: 30,
  ordering: "none" as Ordering,
  header_names: [] as string[],
  headers: null,
  metadata: null,
};

/** A destination with every default. `now` is environment time. */
export function newDestination({
  id,
  environmentId,
  url,
  now,
}: {
  id: string;
  environmentId: number;
  url: string;
  now: Millis;
}): Destination {
  return {
    id,
    uid: null,
    environment_id: environmentId,
    tenant: null,
    url,
    url_from_portal: false,
    ...DESTINATION_DEFAULTS,
    status: "active",
    paused_reason: null,
    paused_at: null,
    signature: "harbor",
    public_key: null,
    old_signature: null,
    old_public_key: null,
    old_key_expires_at: null,
    created_at: now,
    updated_at: now,
  };
}
