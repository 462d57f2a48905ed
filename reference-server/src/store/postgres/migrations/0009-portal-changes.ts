/**
 * Changes by portal sessions. The responses stored for the sessions of a tenant (`owner`) have keys of their own, apart from those of the
 * environment (empty).
 */
export const portalChanges = `
ALTER TABLE destinations ADD COLUMN url_from_portal boolean NOT NULL DEFAULT false;

ALTER TABLE idempotency_keys ADD COLUMN owner text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE idempotency_keys DROP CONSTRAINT idempotency_keys_pkey;
ALTER TABLE idempotency_keys ADD PRIMARY KEY (environment_id, owner, key);
`;
