/** Access of a tenant to what belongs to its destinations, made by an API key. Times are wall times. */
export const portalSessions = `
CREATE TABLE portal_sessions (
  id text COLLATE "C" PRIMARY KEY,
  environment_id integer NOT NULL REFERENCES environments (id),
  key_id text NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  capability text NOT NULL,
  hash bytea NOT NULL UNIQUE,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  revoked_at bigint
);
CREATE INDEX portal_sessions_of_environment ON portal_sessions (environment_id, id);
CREATE INDEX portal_sessions_of_tenant ON portal_sessions (environment_id, tenant, id);
CREATE INDEX portal_sessions_by_expiry ON portal_sessions (expires_at);
`;
