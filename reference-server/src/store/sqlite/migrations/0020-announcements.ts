/** Operational events: those that wait to be sent, and what decides whether one is. */
export const announcements = `
-- Written with the change that it is about, deleted with the commit of its event.
CREATE TABLE announcements (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  environment_id INTEGER NOT NULL,
  tenant TEXT,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  occurred_at INTEGER NOT NULL
) STRICT;

-- Deaths by minute, until it is over.
CREATE TABLE death_minutes (
  destination_seq INTEGER NOT NULL,
  minute INTEGER NOT NULL,
  total INTEGER NOT NULL,
  PRIMARY KEY (destination_seq, minute)
) STRICT, WITHOUT ROWID;

-- The end of the old key that has been announced.
ALTER TABLE destinations ADD COLUMN announced_expiry INTEGER;
CREATE INDEX subscriptions_to_harbor ON subscriptions (environment_id)
  WHERE status = 'active' AND substr(event_type, 1, 7) = 'harbor.';
`;
