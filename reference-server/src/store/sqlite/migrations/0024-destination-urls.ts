/** URLs that destinations had before: a change of one writes a row, so that attempts need not keep it. */
export const destinationUrls = `
CREATE TABLE destination_urls (
  destination_seq INTEGER NOT NULL REFERENCES destinations (seq) ON DELETE CASCADE,
  -- Environment time of the change.
  until INTEGER NOT NULL,
  environment_id INTEGER NOT NULL,
  url TEXT NOT NULL,
  PRIMARY KEY (destination_seq, until)
) STRICT, WITHOUT ROWID;
CREATE INDEX destination_urls_by_end ON destination_urls (environment_id, until);
`;
