/**
 * Changes by portal sessions. The responses stored for the sessions of a tenant (`owner`) have keys of their own, apart from those of the
 * environment (empty).
 */
export const portalChanges = `
ALTER TABLE destinations ADD COLUMN url_from_portal INTEGER NOT NULL DEFAULT 0;

DROP INDEX answers_by_expiry;
ALTER TABLE answers RENAME TO old_answers;
CREATE TABLE answers (
  environment_id INTEGER NOT NULL,
  owner TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  answer BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (environment_id, owner, key)
) STRICT;
INSERT INTO answers SELECT environment_id, '', key, fingerprint, answer, expires_at FROM old_answers;
DROP TABLE old_answers;
CREATE INDEX answers_by_expiry ON answers (environment_id, expires_at);
`;
