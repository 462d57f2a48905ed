/** Their holder may have been cut off from the database: it then skips those whose time is over. */
export const tunnelRequestTimes = `
ALTER TABLE tunnel_requests ADD COLUMN given_at timestamptz NOT NULL DEFAULT clock_timestamp();
`;
