/**
 * Events, deliveries and attempts are inserted and never changed; a delivery's state follows from its attempts, its row in `queue` and
 * its row in `dead`. Their keys begin with ids that are ordered by time, so that they can be partitioned by day.
 */
export const initial = `
CREATE TABLE projects (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL UNIQUE,
  created_at bigint NOT NULL
);

CREATE TABLE environments (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id text COLLATE "C" NOT NULL REFERENCES projects (id),
  mode text NOT NULL CHECK (mode IN ('live', 'test')),
  -- Grows with every change to what routing, signing or authentication depends on.
  version bigint NOT NULL DEFAULT 1,
  clock_offset_ms bigint NOT NULL DEFAULT 0,
  UNIQUE (project_id, mode)
) WITH (fillfactor = 50);

CREATE TABLE api_keys (
  id text COLLATE "C" PRIMARY KEY,
  environment_id int NOT NULL REFERENCES environments (id),
  hash bytea NOT NULL UNIQUE,
  hint text NOT NULL,
  name text,
  created_at bigint NOT NULL,
  revoked_at bigint,
  last_used_at bigint
);
CREATE INDEX api_keys_by_environment ON api_keys (environment_id, id);

-- A deleted destination keeps its row, without its secrets, for as long as there are deliveries to it.
CREATE TABLE destinations (
  seq int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  environment_id int NOT NULL REFERENCES environments (id),
  url text NOT NULL,
  -- JSON text, which can hold a NUL character.
  name json,
  status text NOT NULL CHECK (status IN ('active', 'paused')),
  paused_reason text CHECK (paused_reason IN ('manual', 'circuit_breaker')),
  paused_at bigint,
  retry_policy json NOT NULL,
  max_concurrent_deliveries int NOT NULL,
  timeout_seconds double precision NOT NULL,
  header_names json NOT NULL,
  headers bytea,
  metadata json,
  signature text NOT NULL,
  public_key text,
  -- Of the key that signs beside the current one until old_key_expires_at.
  old_signature text,
  old_public_key text,
  old_key_expires_at bigint,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted_at bigint
);
CREATE INDEX destinations_by_environment ON destinations (environment_id, id) WHERE deleted_at IS NULL;
CREATE INDEX destinations_paused ON destinations (seq) WHERE status = 'paused' AND deleted_at IS NULL;
CREATE INDEX destinations_rotated ON destinations (old_key_expires_at) WHERE old_key_expires_at IS NOT NULL;
CREATE INDEX destinations_deleted ON destinations (deleted_at) WHERE deleted_at IS NOT NULL;

-- The columns that change with attempts, apart from the wide rows that do not. No index names a column that an update changes.
CREATE TABLE destination_state (
  destination_seq int PRIMARY KEY REFERENCES destinations (seq),
  dead bigint NOT NULL DEFAULT 0,
  consecutive_failures int NOT NULL DEFAULT 0,
  last_probe_at bigint
) WITH (fillfactor = 50);

CREATE TABLE signing_keys (
  id text COLLATE "C" PRIMARY KEY,
  destination_seq int NOT NULL REFERENCES destinations (seq),
  secret bytea NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint
);
CREATE INDEX signing_keys_by_destination ON signing_keys (destination_seq, id);

CREATE TABLE subscriptions (
  id text COLLATE "C" PRIMARY KEY,
  environment_id int NOT NULL REFERENCES environments (id),
  destination_seq int NOT NULL REFERENCES destinations (seq),
  event_type text NOT NULL,
  filter text,
  status text NOT NULL CHECK (status IN ('active', 'paused')),
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL
);
CREATE INDEX subscriptions_by_environment ON subscriptions (environment_id, id);
CREATE INDEX subscriptions_by_destination ON subscriptions (destination_seq, id);

-- The three tables that grow. They carry no foreign keys: the checks would cost a lookup per row and reference.
CREATE TABLE events (
  environment_id int NOT NULL,
  id uuid NOT NULL,
  type text COLLATE "C" NOT NULL,
  idempotency_key text,
  occurred_at bigint,
  created_at bigint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (environment_id, id)
);
CREATE INDEX events_by_type ON events (environment_id, type, id);

CREATE TABLE deliveries (
  environment_id int NOT NULL,
  destination_seq int NOT NULL,
  id uuid NOT NULL,
  event_id uuid NOT NULL,
  created_at bigint NOT NULL,
  event_type text COLLATE "C" NOT NULL,
  PRIMARY KEY (environment_id, id)
);
CREATE INDEX deliveries_by_type ON deliveries (environment_id, event_type, id);
CREATE INDEX deliveries_by_destination ON deliveries (destination_seq, id);
CREATE INDEX deliveries_by_event ON deliveries (event_id);

CREATE TABLE attempts (
  delivery_id uuid NOT NULL,
  started_at bigint NOT NULL,
  -- When it was recorded.
  settled_at bigint NOT NULL,
  latency_ms int NOT NULL,
  number smallint NOT NULL,
  response_code smallint,
  -- The delivery's own after this attempt.
  retry_count smallint,
  attempt_trigger text NOT NULL,
  outcome text NOT NULL,
  error text,
  -- UTF-8: text cannot hold a NUL character.
  response_body bytea,
  PRIMARY KEY (delivery_id, number)
);

-- Deliveries that wait: for their time, a slot, or the end of a pause. One that a claim has leased keeps its row until it is settled.
CREATE TABLE queue (
  delivery_id uuid PRIMARY KEY,
  -- The row of lease_groups; not in any index, so that a claim's update stays on its page.
  lease_group uuid,
  environment_id int NOT NULL,
  destination_seq int NOT NULL,
  -- Environment time, as all times below.
  due_at bigint NOT NULL,
  budget_started_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  -- LANES in domain/queued.ts: 0 by hand, 1 first attempts, 2 retries.
  lane smallint NOT NULL,
  -- The value of Harbor-Retry-Count on the last scheduled attempt; NULL before the first one, and again after a DLQ replay.
  retry_count smallint,
  attempt_count smallint NOT NULL,
  status text COLLATE "C" NOT NULL,
  -- The state that a failed attempt by hand restores.
  before_status text,
  before_due_at bigint,
  before_dead_reason text
) WITH (fillfactor = 50);
CREATE INDEX queue_due ON queue (destination_seq, lane, due_at, delivery_id);
CREATE INDEX queue_of_environment ON queue (environment_id, status, delivery_id);
CREATE INDEX queue_of_destination ON queue (destination_seq, status, delivery_id);

CREATE TABLE dead (
  delivery_id uuid PRIMARY KEY,
  environment_id int NOT NULL,
  destination_seq int NOT NULL,
  updated_at bigint NOT NULL,
  completed_at bigint NOT NULL,
  retry_count smallint,
  attempt_count smallint NOT NULL,
  dead_reason text NOT NULL
);
CREATE INDEX dead_of_environment ON dead (environment_id, delivery_id);
CREATE INDEX dead_of_destination ON dead (destination_seq, delivery_id);

-- Processes that take deliveries. The server gives each its share of the slots of a destination.
CREATE TABLE workers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The database's clock.
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The newest worker that this one leaves a share to.
  knows bigint NOT NULL DEFAULT 0,
  -- Whether its connection holds an advisory lock, which ends with the process.
  connected boolean NOT NULL DEFAULT false
) WITH (fillfactor = 50);

-- Deliveries in flight: a row for those that one commit handed over, or one claim took, with the same end of their leases. Deleted
-- once all of them are settled.
CREATE TABLE lease_groups (
  id uuid PRIMARY KEY,
  worker_id bigint NOT NULL,
  -- The database's clock.
  expires_at bigint NOT NULL,
  -- Whether they have rows in the queue. Those that were handed over when they were created have none.
  taken boolean NOT NULL,
  environment_ids int[] NOT NULL,
  destination_seqs int[] NOT NULL,
  delivery_ids uuid[] NOT NULL
);
CREATE INDEX lease_groups_by_expiry ON lease_groups (expires_at);

-- An idempotency key is one key for all kinds of requests: a single event, or a whole request with its sealed response.
CREATE TABLE idempotency_keys (
  environment_id int NOT NULL,
  key text COLLATE "C" NOT NULL,
  expires_at bigint NOT NULL,
  event_id uuid,
  fingerprint bytea,
  response bytea,
  PRIMARY KEY (environment_id, key)
);
CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (environment_id, expires_at);

-- Roll-ups by minute of environment time; destination_seq 0 is the whole environment. le_10 counts attempts of up to 10 ms, le_25
-- those of more than 10 and up to 25 ms, and so on (LATENCY_BOUNDS_MS).
CREATE TABLE stats (
  environment_id int NOT NULL,
  destination_seq int NOT NULL,
  minute bigint NOT NULL,
  ingested bigint NOT NULL,
  succeeded bigint NOT NULL,
  failed bigint NOT NULL,
  rejected bigint NOT NULL,
  dead bigint NOT NULL,
  le_10 bigint NOT NULL,
  le_25 bigint NOT NULL,
  le_50 bigint NOT NULL,
  le_100 bigint NOT NULL,
  le_250 bigint NOT NULL,
  le_500 bigint NOT NULL,
  le_1000 bigint NOT NULL,
  le_2500 bigint NOT NULL,
  le_5000 bigint NOT NULL,
  le_10000 bigint NOT NULL,
  le_30000 bigint NOT NULL,
  le_more bigint NOT NULL,
  PRIMARY KEY (environment_id, destination_seq, minute)
) WITH (fillfactor = 50);
CREATE INDEX stats_by_minute ON stats (environment_id, minute);

-- Counts of one transaction each (JSON), until maintenance adds them to stats and destination_state.
CREATE TABLE count_increments (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  increments json NOT NULL
);

-- When the client of a tunnel was last there, in wall time.
CREATE TABLE tunnels (
  destination_id text COLLATE "C" PRIMARY KEY,
  environment_id int NOT NULL REFERENCES environments (id),
  last_seen_at bigint NOT NULL
);
`;
