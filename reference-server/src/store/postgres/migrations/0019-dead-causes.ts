/**
 * Dead deliveries with the same cause are together in an index, in which they are counted. The type of an event rides along in the indexes by tenant, so that a
 * list of one type skips the others without reading them.
 */
export const deadCauses = `
ALTER TABLE dead
  ADD COLUMN created_at bigint NOT NULL DEFAULT 0,
  ADD COLUMN event_created_at bigint NOT NULL DEFAULT 0,
  -- Of the last attempt, 0 without a response: causes are compared with each other.
  ADD COLUMN response_code smallint NOT NULL DEFAULT 0,
  ADD COLUMN event_type text COLLATE "C" NOT NULL DEFAULT '';
UPDATE dead SET created_at = d.created_at, event_created_at = e.created_at, event_type = d.event_type,
  response_code = coalesce((SELECT a.response_code FROM attempts a WHERE a.delivery_id = d.id ORDER BY a.number DESC LIMIT 1), 0)
FROM deliveries d JOIN events e ON e.environment_id = d.environment_id AND e.id = d.event_id
WHERE d.environment_id = dead.environment_id AND d.id = dead.delivery_id;
CREATE INDEX dead_by_type ON dead (environment_id, event_type, delivery_id);
CREATE INDEX dead_by_cause ON dead (environment_id, destination_seq, dead_reason, response_code, delivery_id)
  INCLUDE (created_at, event_created_at, tenant);

DROP INDEX events_of_tenant;
CREATE INDEX events_of_tenant ON events (environment_id, tenant, id, type) WHERE tenant IS NOT NULL;
DROP INDEX deliveries_of_tenant;
CREATE INDEX deliveries_of_tenant ON deliveries (environment_id, tenant, id, event_type) WHERE tenant IS NOT NULL;
`;
