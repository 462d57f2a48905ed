/**
 * Events, deliveries and attempts are never changed after they are inserted; what waits has a row in `queue`, what is dead one in
 * `dead`. A delivery that is handed to a worker when it is created and succeeds at once is one row here and one attempt.
 */
export const appendOnly = `
DROP INDEX deliveries_by_id;
DROP INDEX deliveries_by_destination;
DROP INDEX deliveries_by_event;
DROP INDEX deliveries_open;
DROP INDEX deliveries_dead;
DROP INDEX deliveries_waiting;
DROP INDEX deliveries_leased;
ALTER TABLE deliveries RENAME TO old_deliveries;
ALTER TABLE attempts RENAME TO old_attempts;

DROP INDEX events_by_id;
CREATE INDEX events_by_id ON events (environment_id, id);
CREATE INDEX events_by_type ON events (environment_id, type, id);

CREATE TABLE deliveries (
  seq INTEGER PRIMARY KEY,
  environment_id INTEGER NOT NULL,
  id TEXT NOT NULL,
  event_seq INTEGER NOT NULL,
  event_type TEXT NOT NULL,
  destination_seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
INSERT INTO deliveries
SELECT seq, environment_id, id, event_seq, event_type, destination_seq, created_at FROM old_deliveries ORDER BY seq;
CREATE INDEX deliveries_by_id ON deliveries (environment_id, id);
CREATE INDEX deliveries_by_type ON deliveries (environment_id, event_type, id);
-- The type rides along, so that a list of one type skips the others without reading them.
CREATE INDEX deliveries_by_destination ON deliveries (destination_seq, id, event_type);
CREATE INDEX deliveries_by_event ON deliveries (event_seq);

-- Deliveries that wait: for their time, a slot, or the end of a pause. Those in flight have no row here.
CREATE TABLE queue (
  delivery_seq INTEGER PRIMARY KEY,
  environment_id INTEGER NOT NULL,
  destination_seq INTEGER NOT NULL,
  delivery_id TEXT NOT NULL,
  -- LANES in domain/queued.ts: 0 by hand, 1 first attempts, 2 retries.
  lane INTEGER NOT NULL,
  status TEXT NOT NULL,
  -- Environment time, as all times below.
  due_at INTEGER NOT NULL,
  -- The value of Harbor-Retry-Count on the last scheduled attempt; NULL before the first one, and again after a DLQ replay.
  retry_count INTEGER,
  attempt_count INTEGER NOT NULL,
  budget_started_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- The state that a failed attempt by hand restores.
  before_status TEXT,
  before_due_at INTEGER,
  before_dead_reason TEXT
) STRICT;
INSERT INTO queue
SELECT seq, environment_id, destination_seq, id,
  CASE
    WHEN lane IS NOT NULL THEN lane
    WHEN attempt_trigger = 'manual' THEN 0
    WHEN status = 'pending' THEN 1
    ELSE 2
  END,
  status, due_at, retry_count, attempt_count, budget_started_at, updated_at,
  CASE WHEN lane = 0 OR lane IS NULL AND attempt_trigger = 'manual' THEN coalesce(resume_status, status) END,
  CASE WHEN lane = 0 OR lane IS NULL AND attempt_trigger = 'manual' THEN iif(resume_status IS NULL, due_at, resume_due_at) END,
  resume_dead_reason
FROM old_deliveries
WHERE status IN ('pending', 'retrying');
CREATE INDEX queue_due ON queue (destination_seq, lane, due_at);
CREATE INDEX queue_of_environment ON queue (environment_id, status, delivery_id);
CREATE INDEX queue_of_destination ON queue (destination_seq, status, delivery_id);

CREATE TABLE dead (
  delivery_seq INTEGER PRIMARY KEY,
  environment_id INTEGER NOT NULL,
  destination_seq INTEGER NOT NULL,
  delivery_id TEXT NOT NULL,
  dead_reason TEXT NOT NULL,
  retry_count INTEGER,
  attempt_count INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  completed_at INTEGER NOT NULL
) STRICT;
INSERT INTO dead
SELECT seq, environment_id, destination_seq, id, dead_reason, retry_count, attempt_count, updated_at, completed_at
FROM old_deliveries WHERE status = 'dead';
CREATE INDEX dead_of_environment ON dead (environment_id, delivery_id);
CREATE INDEX dead_of_destination ON dead (destination_seq, delivery_id);

CREATE TABLE attempts (
  delivery_seq INTEGER NOT NULL,
  number INTEGER NOT NULL,
  environment_id INTEGER NOT NULL,
  destination_seq INTEGER NOT NULL,
  delivery_id TEXT NOT NULL,
  attempt_trigger TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  -- When it was recorded.
  settled_at INTEGER NOT NULL,
  latency_ms INTEGER NOT NULL,
  response_code INTEGER,
  error TEXT,
  outcome TEXT NOT NULL,
  -- The delivery's own after this attempt.
  retry_count INTEGER,
  response_body TEXT,
  PRIMARY KEY (delivery_seq, number)
) STRICT, WITHOUT ROWID;
INSERT INTO attempts
SELECT a.delivery_seq, a.number, d.environment_id, d.destination_seq, d.id, a.attempt_trigger, a.started_at,
  CASE
    WHEN d.status = 'succeeded' AND a.outcome = 'succeeded' THEN d.completed_at
    ELSE a.started_at + a.latency_ms
  END,
  a.latency_ms, a.response_code, a.error, a.outcome, d.retry_count, a.response_body
FROM old_attempts a JOIN old_deliveries d ON d.seq = a.delivery_seq
ORDER BY a.delivery_seq, a.number;
CREATE INDEX attempts_succeeded_of_environment ON attempts (environment_id, delivery_id) WHERE outcome = 'succeeded';
CREATE INDEX attempts_succeeded_of_destination ON attempts (destination_seq, delivery_id) WHERE outcome = 'succeeded';

-- Deliveries that the process which owns the file has in flight, for its successor: deliveries from first_seq to last_seq that
-- were handed over when they were created, or rows that a claim has taken from the queue (JSON). Deleted once all are settled.
CREATE TABLE lease_groups (
  id INTEGER PRIMARY KEY,
  first_seq INTEGER,
  last_seq INTEGER,
  taken TEXT
) STRICT;

-- Counts of one transaction each (JSON), until maintenance adds them to stats and destination_state.
CREATE TABLE count_increments (
  seq INTEGER PRIMARY KEY,
  increments TEXT NOT NULL
) STRICT;

ALTER TABLE destination_state DROP COLUMN in_flight;
DROP TABLE old_attempts;
DROP TABLE old_deliveries;
`;
