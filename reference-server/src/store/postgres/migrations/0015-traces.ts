/** The trace that an event was sent in (domain/trace-context.ts). */
export const traces = `
ALTER TABLE events ADD COLUMN trace text;
`;
