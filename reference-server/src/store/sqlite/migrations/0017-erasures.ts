/**
 * An event is erased when it says so, or when all of its tenant up to it are. Overwriting its body and its responses follows, and with it
 * the former.
 */
export const erasures = `
ALTER TABLE events ADD COLUMN erased_at INTEGER;
-- The version of the last erasure.
ALTER TABLE environments ADD COLUMN erased_version INTEGER NOT NULL DEFAULT 0;

CREATE TABLE erased_tenants (
  environment_id INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  -- All of its events up to this one, in the order in which they were accepted.
  last_event_seq INTEGER NOT NULL,
  -- The last of its own among them.
  last_event_id TEXT NOT NULL,
  erased_at INTEGER NOT NULL,
  PRIMARY KEY (environment_id, tenant)
) STRICT, WITHOUT ROWID;

-- Each erasure until its bytes are overwritten and no lease is older.
CREATE TABLE erasures (
  seq INTEGER PRIMARY KEY,
  environment_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  -- One event, or those of the tenant up to last_event_seq.
  event_id TEXT,
  tenant TEXT,
  last_event_seq INTEGER NOT NULL,
  erased_at INTEGER NOT NULL,
  -- Wall time.
  marked_at INTEGER NOT NULL,
  -- 0 not overwritten, 1 overwritten in the database, 2 in its log too.
  stage INTEGER NOT NULL DEFAULT 0,
  -- The events of the tenant are overwritten up to this one.
  walked_to TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX erasures_by_stage ON erasures (stage, seq);
CREATE INDEX erasures_of_environment ON erasures (environment_id);
`;
