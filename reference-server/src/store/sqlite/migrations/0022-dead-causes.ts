/** The causes of dead deliveries are counted from this table alone: a hundred thousand of them are spread over the pages of the others. */
export const deadCauses = `
ALTER TABLE dead ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dead ADD COLUMN event_created_at INTEGER NOT NULL DEFAULT 0;
-- Of the last attempt.
ALTER TABLE dead ADD COLUMN response_code INTEGER;
UPDATE dead SET (created_at, event_created_at, response_code) = (
  SELECT d.created_at, e.created_at,
    (SELECT a.response_code FROM attempts a WHERE a.delivery_seq = d.seq ORDER BY a.number DESC LIMIT 1)
  FROM deliveries d JOIN events e ON e.seq = d.event_seq
  WHERE d.seq = dead.delivery_seq
);
`;
