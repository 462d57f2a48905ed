/**
 * An event is erased when it says so, or when all of its tenant up to it are. Overwriting its body and its responses follows, and with it
 * the former.
 */
export const erasures = `
ALTER TABLE events ADD COLUMN erased_at bigint;
-- The version of the last erasure, and the last event that was erased with its tenant.
ALTER TABLE environments ADD COLUMN erased_version bigint NOT NULL DEFAULT 0;
ALTER TABLE environments ADD COLUMN erased_to uuid;

CREATE TABLE erased_tenants (
  environment_id int NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  -- Its last event that is erased.
  last_event_id uuid NOT NULL,
  erased_at bigint NOT NULL,
  PRIMARY KEY (environment_id, tenant)
);

-- Each erasure until its bytes are overwritten and no lease is older.
CREATE TABLE erasures (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  environment_id int NOT NULL,
  version bigint NOT NULL,
  -- One event, or those of the tenant up to last_event_id.
  event_id uuid,
  tenant text COLLATE "C",
  last_event_id uuid NOT NULL,
  erased_at bigint NOT NULL,
  -- Wall time.
  marked_at bigint NOT NULL,
  overwritten boolean NOT NULL DEFAULT false,
  -- The events of the tenant are overwritten up to this one.
  walked_to uuid NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX erasures_to_overwrite ON erasures (seq) WHERE NOT overwritten;
CREATE INDEX erasures_of_environment ON erasures (environment_id);
`;
