export const initial = `
CREATE TABLE projects (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE scopes (
  id INTEGER PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES projects (id),
  environment TEXT NOT NULL CHECK (environment IN ('live', 'test')),
  -- Grows with every change to what routing, signing or authentication depends on.
  version INTEGER NOT NULL DEFAULT 1,
  clock_offset_ms INTEGER NOT NULL DEFAULT 0,
  UNIQUE (project_id, environment)
) STRICT;

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  scope_id INTEGER NOT NULL REFERENCES scopes (id),
  hash BLOB NOT NULL UNIQUE,
  hint TEXT NOT NULL,
  name TEXT,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  last_used_at INTEGER
) STRICT;
CREATE INDEX api_keys_by_scope ON api_keys (scope_id, id);

-- A deleted destination stays as a tombstone, without its secrets, for as long as there are deliveries to it.
CREATE TABLE destinations (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  scope_id INTEGER NOT NULL REFERENCES scopes (id),
  url TEXT NOT NULL,
  name TEXT,
  status TEXT NOT NULL CHECK (status IN ('active', 'paused')),
  paused_reason TEXT CHECK (paused_reason IN ('manual', 'circuit_breaker')),
  paused_at INTEGER,
  retry_policy TEXT NOT NULL,
  max_concurrent_deliveries INTEGER NOT NULL,
  timeout_seconds REAL NOT NULL,
  header_names TEXT NOT NULL,
  headers BLOB,
  metadata TEXT,
  old_key_expires_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE INDEX destinations_by_scope ON destinations (scope_id, id) WHERE deleted_at IS NULL;
CREATE INDEX destinations_paused ON destinations (seq) WHERE status = 'paused' AND deleted_at IS NULL;
CREATE INDEX destinations_rotated ON destinations (old_key_expires_at) WHERE old_key_expires_at IS NOT NULL;
CREATE INDEX destinations_deleted ON destinations (deleted_at) WHERE deleted_at IS NOT NULL;

-- The columns that change with every batch of deliveries, apart from the wide rows that do not.
CREATE TABLE destination_state (
  destination_seq INTEGER PRIMARY KEY REFERENCES destinations (seq),
  in_flight INTEGER NOT NULL DEFAULT 0,
  dead INTEGER NOT NULL DEFAULT 0,
  consecutive_failures INTEGER NOT NULL DEFAULT 0,
  last_probe_at INTEGER
) STRICT;

CREATE TABLE signing_keys (
  id TEXT PRIMARY KEY,
  destination_seq INTEGER NOT NULL REFERENCES destinations (seq),
  secret BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT;
CREATE INDEX signing_keys_by_destination ON signing_keys (destination_seq, id);

CREATE TABLE subscriptions (
  id TEXT PRIMARY KEY,
  scope_id INTEGER NOT NULL REFERENCES scopes (id),
  destination_seq INTEGER NOT NULL REFERENCES destinations (seq),
  event_type TEXT NOT NULL,
  filter TEXT,
  status TEXT NOT NULL CHECK (status IN ('active', 'paused')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX subscriptions_by_scope ON subscriptions (scope_id, id);
CREATE INDEX subscriptions_by_destination ON subscriptions (destination_seq, id);

-- The three tables that grow. They carry no foreign keys: the checks would cost a lookup per row and reference.
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  scope_id INTEGER NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  idempotency_key TEXT,
  occurred_at INTEGER,
  created_at INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
-- The type rides along, so that a list of one type skips the others without reading them.
CREATE INDEX events_by_id ON events (scope_id, id, type);

CREATE TABLE deliveries (
  seq INTEGER PRIMARY KEY,
  scope_id INTEGER NOT NULL,
  id TEXT NOT NULL,
  event_seq INTEGER NOT NULL,
  event_type TEXT NOT NULL,
  destination_seq INTEGER NOT NULL,
  status TEXT NOT NULL,
  -- The queue it waits in: 0 by hand, 1 first attempts, 2 retries. NULL while it is leased and when it is finished.
  lane INTEGER,
  -- Scope time; NULL when it is finished.
  due_at INTEGER,
  attempt_trigger TEXT NOT NULL DEFAULT 'schedule',
  -- The value of Harbor-Retry-Count on the last scheduled attempt; NULL before the first one, and again after a DLQ replay.
  retry_count INTEGER,
  attempt_count INTEGER NOT NULL DEFAULT 0,
  budget_started_at INTEGER NOT NULL,
  lease_token TEXT,
  -- Wall time.
  lease_expires_at INTEGER,
  -- Where a failed force-retry returns it to; set while one is wanted or in flight.
  resume_status TEXT,
  resume_due_at INTEGER,
  resume_dead_reason TEXT,
  dead_reason TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  completed_at INTEGER
) STRICT;
CREATE INDEX deliveries_by_id ON deliveries (scope_id, id, event_type);
CREATE INDEX deliveries_by_destination ON deliveries (destination_seq, id);
CREATE INDEX deliveries_by_event ON deliveries (event_seq);
-- Not those in flight, which deliveries_leased has, nor succeeded ones: a delivery that is handed off and succeeds never enters it.
CREATE INDEX deliveries_open ON deliveries (scope_id, status, id) WHERE lane IS NOT NULL OR status = 'dead';
CREATE INDEX deliveries_dead ON deliveries (destination_seq, id) WHERE status = 'dead';
CREATE INDEX deliveries_waiting ON deliveries (destination_seq, lane, due_at) WHERE lane IS NOT NULL;
CREATE INDEX deliveries_leased ON deliveries (lease_expires_at) WHERE lease_expires_at IS NOT NULL;

CREATE TABLE attempts (
  delivery_seq INTEGER NOT NULL,
  number INTEGER NOT NULL,
  attempt_trigger TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  latency_ms INTEGER NOT NULL,
  response_code INTEGER,
  response_body TEXT,
  error TEXT,
  outcome TEXT NOT NULL,
  PRIMARY KEY (delivery_seq, number)
) STRICT, WITHOUT ROWID;

-- The producers' idempotency keys of single events.
CREATE TABLE event_keys (
  scope_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  event_id TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (scope_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_keys_by_expiry ON event_keys (scope_id, expires_at);

-- Answers to whole requests, remembered under their Idempotency-Key header.
CREATE TABLE answers (
  scope_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  answer BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (scope_id, key)
) STRICT;
CREATE INDEX answers_by_expiry ON answers (scope_id, expires_at);

-- Roll-ups by minute of scope time; destination_seq 0 is the whole scope. le_10 counts attempts of up to 10 ms, le_25 those of
-- more than 10 and up to 25 ms, and so on (LATENCY_BOUNDS_MS).
CREATE TABLE stats (
  scope_id INTEGER NOT NULL,
  destination_seq INTEGER NOT NULL,
  minute INTEGER NOT NULL,
  ingested INTEGER NOT NULL,
  succeeded INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  dead INTEGER NOT NULL,
  le_10 INTEGER NOT NULL,
  le_25 INTEGER NOT NULL,
  le_50 INTEGER NOT NULL,
  le_100 INTEGER NOT NULL,
  le_250 INTEGER NOT NULL,
  le_500 INTEGER NOT NULL,
  le_1000 INTEGER NOT NULL,
  le_2500 INTEGER NOT NULL,
  le_5000 INTEGER NOT NULL,
  le_10000 INTEGER NOT NULL,
  le_30000 INTEGER NOT NULL,
  le_more INTEGER NOT NULL,
  PRIMARY KEY (scope_id, destination_seq, minute)
) STRICT, WITHOUT ROWID;
CREATE INDEX stats_by_minute ON stats (scope_id, minute);
`;
