export const environments = `
ALTER TABLE scopes RENAME TO environments;
ALTER TABLE environments RENAME COLUMN environment TO mode;
ALTER TABLE api_keys RENAME COLUMN scope_id TO environment_id;
ALTER TABLE destinations RENAME COLUMN scope_id TO environment_id;
ALTER TABLE subscriptions RENAME COLUMN scope_id TO environment_id;
ALTER TABLE events RENAME COLUMN scope_id TO environment_id;
ALTER TABLE deliveries RENAME COLUMN scope_id TO environment_id;
ALTER TABLE event_keys RENAME COLUMN scope_id TO environment_id;
ALTER TABLE answers RENAME COLUMN scope_id TO environment_id;
ALTER TABLE stats RENAME COLUMN scope_id TO environment_id;
ALTER TABLE tunnels RENAME COLUMN scope_id TO environment_id;
DROP INDEX api_keys_by_scope;
CREATE INDEX api_keys_by_environment ON api_keys (environment_id, id);
DROP INDEX destinations_by_scope;
CREATE INDEX destinations_by_environment ON destinations (environment_id, id) WHERE deleted_at IS NULL;
DROP INDEX subscriptions_by_scope;
CREATE INDEX subscriptions_by_environment ON subscriptions (environment_id, id);
`;
