/** The token buckets of the API's rate limits: when each is full again, in ms by the database's clock. UNLOGGED, as 0018. */
export const rateBuckets = `
CREATE UNLOGGED TABLE rate_buckets (
  name text COLLATE "C" PRIMARY KEY,
  full_at double precision NOT NULL
) WITH (fillfactor = 50);
`;
