/** The table has nothing of deliveries to destinations without an order, nor of events without a key. */
export const ordering = `
ALTER TABLE destinations ADD COLUMN ordering text NOT NULL DEFAULT 'none';
ALTER TABLE events ADD COLUMN ordering_key text COLLATE "C";

-- The unfinished deliveries of an ordering key, in their order: only the first of them is attempted, the others are in lanes of the
-- queue from which nothing is claimed.
CREATE TABLE ordered (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  destination_seq int NOT NULL,
  ordering_key text COLLATE "C" NOT NULL,
  delivery_id uuid NOT NULL UNIQUE
);
CREATE INDEX ordered_by_key ON ordered (destination_seq, ordering_key, seq);
`;
