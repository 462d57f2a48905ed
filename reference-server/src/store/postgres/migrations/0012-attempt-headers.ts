/** The headers of an attempt's request and response, a line each (domain/attempt-headers.ts). */
export const attemptHeaders = `
ALTER TABLE attempts ADD COLUMN request_headers text, ADD COLUMN response_headers text;
`;
