/** Dead deliveries with the same cause are together in an index, in which they are counted. */
export const deadByCause = `
CREATE INDEX dead_by_cause ON dead (
  environment_id, destination_seq, dead_reason, response_code, delivery_id, created_at, event_created_at, tenant
);
`;
