/** Access of a tenant to what belongs to its destinations, made by an API key. Times are wall times. */
export const portalSessions = `
CREATE TABLE portal_sessions (
  id TEXT PRIMARY KEY,
  environment_id INTEGER NOT NULL REFERENCES environments (id),
  key_id TEXT NOT NULL,
  tenant TEXT NOT NULL,
  capability TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX portal_sessions_of_environment ON portal_sessions (environment_id, id);
CREATE INDEX portal_sessions_of_tenant ON portal_sessions (environment_id, tenant, id);
CREATE INDEX portal_sessions_by_expiry ON portal_sessions (expires_at);
`;
