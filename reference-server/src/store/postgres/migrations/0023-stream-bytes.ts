/** A log is bounded by its bytes too. Each change has the bytes of the log up to and with it, so that the first one to keep is found in the order of numbers. */
export const streamBytes = `
ALTER TABLE stream_logs ADD COLUMN bytes bigint NOT NULL DEFAULT 0;
ALTER TABLE stream_changes ADD COLUMN bytes bigint NOT NULL DEFAULT 0;
`;
