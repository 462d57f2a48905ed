/**
 * A tenant is a customer of the sender. The indexes by tenant are partial, so that an event without one is not in them. The body
 * stays the last column of an event: SQLite reads through all of it to reach what is behind.
 */
export const tenants = `
ALTER TABLE destinations ADD COLUMN tenant TEXT;
CREATE INDEX destinations_of_tenant ON destinations (environment_id, tenant, id) WHERE tenant IS NOT NULL;

DROP INDEX events_by_id;
DROP INDEX events_by_type;
ALTER TABLE events RENAME TO old_events;
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  environment_id INTEGER NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  tenant TEXT,
  idempotency_key TEXT,
  occurred_at INTEGER,
  created_at INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
INSERT INTO events
SELECT seq, environment_id, id, type, NULL, idempotency_key, occurred_at, created_at, body FROM old_events ORDER BY seq;
DROP TABLE old_events;
CREATE INDEX events_by_id ON events (environment_id, id);
CREATE INDEX events_by_type ON events (environment_id, type, id);
CREATE INDEX events_of_tenant ON events (environment_id, tenant, id) WHERE tenant IS NOT NULL;

ALTER TABLE deliveries ADD COLUMN tenant TEXT;
CREATE INDEX deliveries_of_tenant ON deliveries (environment_id, tenant, id) WHERE tenant IS NOT NULL;
ALTER TABLE queue ADD COLUMN tenant TEXT;
CREATE INDEX queue_of_tenant ON queue (environment_id, tenant, status, delivery_id) WHERE tenant IS NOT NULL;
ALTER TABLE dead ADD COLUMN tenant TEXT;
CREATE INDEX dead_of_tenant ON dead (environment_id, tenant, delivery_id) WHERE tenant IS NOT NULL;
`;
