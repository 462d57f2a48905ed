/** A tenant is a customer of the sender. The indexes by tenant are partial, so that an event without one is not in them. */
export const tenants = `
ALTER TABLE destinations ADD COLUMN tenant text COLLATE "C";
CREATE INDEX destinations_of_tenant ON destinations (environment_id, tenant, id) WHERE tenant IS NOT NULL;
ALTER TABLE events ADD COLUMN tenant text COLLATE "C";
CREATE INDEX events_of_tenant ON events (environment_id, tenant, id) WHERE tenant IS NOT NULL;
ALTER TABLE deliveries ADD COLUMN tenant text COLLATE "C";
CREATE INDEX deliveries_of_tenant ON deliveries (environment_id, tenant, id) WHERE tenant IS NOT NULL;
ALTER TABLE queue ADD COLUMN tenant text COLLATE "C";
CREATE INDEX queue_of_tenant ON queue (environment_id, tenant, status, delivery_id) WHERE tenant IS NOT NULL;
ALTER TABLE dead ADD COLUMN tenant text COLLATE "C";
CREATE INDEX dead_of_tenant ON dead (environment_id, tenant, delivery_id) WHERE tenant IS NOT NULL;
`;
