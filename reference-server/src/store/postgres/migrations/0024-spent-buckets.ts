/** When tokens were last taken: after that, a bucket only fills. So a clock that is set back changes little. */
export const spentBuckets = `
ALTER TABLE rate_buckets ADD COLUMN spent_at double precision NOT NULL DEFAULT 0;
`;
