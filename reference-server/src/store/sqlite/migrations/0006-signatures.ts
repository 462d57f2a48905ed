export const signatures = `
ALTER TABLE destinations ADD COLUMN signature TEXT NOT NULL DEFAULT 'harbor';
ALTER TABLE destinations ADD COLUMN public_key TEXT;
ALTER TABLE destinations ADD COLUMN old_signature TEXT;
ALTER TABLE destinations ADD COLUMN old_public_key TEXT;
UPDATE destinations SET old_signature = 'harbor' WHERE old_key_expires_at IS NOT NULL;
`;
