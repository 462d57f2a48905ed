/** The page of the sender's application to which the portal links. */
export const returnUrls = `
ALTER TABLE portal_sessions ADD COLUMN return_url TEXT;
`;
