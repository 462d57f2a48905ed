/** When the token bucket of a destination with a rate limit is full again, by the database's clock: see `domain/rate-limit.ts`. */
export const rateLimits = `
ALTER TABLE destinations ADD COLUMN max_per_second double precision;
ALTER TABLE destination_state ADD COLUMN bucket_full_at double precision;
`;
