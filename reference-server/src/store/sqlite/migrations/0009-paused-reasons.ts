/** Without the list of reasons, which grows: SQLite cannot change the CHECK of a column. */
export const pausedReasons = `
ALTER TABLE destinations ADD COLUMN new_paused_reason TEXT;
UPDATE destinations SET new_paused_reason = paused_reason WHERE paused_reason IS NOT NULL;
ALTER TABLE destinations DROP COLUMN paused_reason;
ALTER TABLE destinations RENAME COLUMN new_paused_reason TO paused_reason;
`;
