/** The catalogue. */
export const eventTypes = `
CREATE TABLE event_types (
  environment_id int NOT NULL,
  type text COLLATE "C" NOT NULL,
  visibility text NOT NULL,
  validation text NOT NULL,
  deprecated boolean NOT NULL,
  schema_id text,
  size int NOT NULL,
  "group" text,
  description text,
  example text,
  schema text,
  PRIMARY KEY (environment_id, type)
);
`;
