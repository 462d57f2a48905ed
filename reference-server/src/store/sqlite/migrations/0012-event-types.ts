/** The catalogue. Large columns come last: SQLite reads through all of one to reach what is behind it. */
export const eventTypes = `
CREATE TABLE event_types (
  environment_id INTEGER NOT NULL,
  type TEXT NOT NULL,
  visibility TEXT NOT NULL,
  validation TEXT NOT NULL,
  deprecated INTEGER NOT NULL,
  schema_id TEXT,
  size INTEGER NOT NULL,
  "group" TEXT,
  description TEXT,
  example TEXT,
  schema TEXT,
  PRIMARY KEY (environment_id, type)
) STRICT;
`;
