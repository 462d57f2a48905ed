export const destinationUids = `
ALTER TABLE destinations ADD COLUMN uid TEXT;
CREATE UNIQUE INDEX destinations_by_uid ON destinations (environment_id, uid) WHERE uid IS NOT NULL;
`;
