export const tunnels = `
-- When the client of a tunnel was last there. Few rows, noted a few times a minute, so that abandoned ones can be found.
CREATE TABLE tunnels (
  destination_id TEXT PRIMARY KEY,
  scope_id INTEGER NOT NULL REFERENCES scopes (id),
  -- Wall time.
  last_seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
