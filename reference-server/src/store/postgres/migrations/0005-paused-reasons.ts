/** The list of reasons grows. */
export const pausedReasons = `
ALTER TABLE destinations DROP CONSTRAINT destinations_paused_reason_check;
`;
