/** Operational events: those that wait to be sent, and what decides whether one is. */
export const announcements = `
-- Written with the change that it is about, deleted with the commit of its event.
CREATE TABLE announcements (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  environment_id int NOT NULL,
  tenant text COLLATE "C",
  type text NOT NULL,
  body text NOT NULL,
  occurred_at bigint NOT NULL
);

-- Deaths by minute, until it is over.
CREATE TABLE death_minutes (
  destination_seq int NOT NULL,
  minute int NOT NULL,
  total int NOT NULL,
  PRIMARY KEY (destination_seq, minute)
) WITH (fillfactor = 50);

-- The end of the old key that has been announced.
ALTER TABLE destinations ADD COLUMN announced_expiry bigint;
CREATE INDEX subscriptions_to_harbor ON subscriptions (environment_id)
  WHERE status = 'active' AND substr(event_type, 1, 7) = 'harbor.';
`;
