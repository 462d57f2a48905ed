/** The only destination that a test event is for. */
export const testEvents = `
ALTER TABLE events ADD COLUMN test_destination_seq integer;
`;
