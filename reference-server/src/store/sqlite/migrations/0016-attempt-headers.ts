/** The headers of an attempt's request and response, a line each (domain/attempt-headers.ts). */
export const attemptHeaders = `
ALTER TABLE attempts ADD COLUMN request_headers TEXT;
ALTER TABLE attempts ADD COLUMN response_headers TEXT;
`;
