/** When the token bucket of a destination with a rate limit is full again, in wall time: see `domain/rate-limit.ts`. */
export const rateLimits = `
ALTER TABLE destinations ADD COLUMN max_per_second REAL;
ALTER TABLE destination_state ADD COLUMN bucket_full_at REAL;
`;
