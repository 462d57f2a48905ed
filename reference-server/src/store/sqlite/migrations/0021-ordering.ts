/** The table has nothing of deliveries to destinations without an order, nor of events without a key. */
export const ordering = `
ALTER TABLE destinations ADD COLUMN ordering TEXT NOT NULL DEFAULT 'none';
ALTER TABLE events ADD COLUMN ordering_key TEXT;

-- The unfinished deliveries of an ordering key, in their order: only the first of them is attempted, the others are in lanes of the
-- queue from which nothing is claimed.
CREATE TABLE ordered (
  seq INTEGER PRIMARY KEY,
  destination_seq INTEGER NOT NULL,
  ordering_key TEXT NOT NULL,
  delivery_seq INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX ordered_by_key ON ordered (destination_seq, ordering_key, seq);
`;
