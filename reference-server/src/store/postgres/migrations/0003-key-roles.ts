export const keyRoles = `
ALTER TABLE api_keys ADD COLUMN role text NOT NULL DEFAULT 'admin';
`;
