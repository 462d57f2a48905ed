/** Keys of events stay longer than stored responses: maintenance looks for each kind by itself. */
export const eventKeys = `
DROP INDEX idempotency_keys_by_expiry;
CREATE INDEX idempotency_keys_of_events ON idempotency_keys (environment_id, expires_at) WHERE event_id IS NOT NULL;
CREATE INDEX idempotency_keys_of_requests ON idempotency_keys (environment_id, expires_at) WHERE event_id IS NULL;
`;
