export const keyRoles = `
ALTER TABLE api_keys ADD COLUMN role TEXT NOT NULL DEFAULT 'admin';
`;
