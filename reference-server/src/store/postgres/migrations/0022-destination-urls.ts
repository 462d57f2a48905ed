/** URLs that destinations had before: a change of one writes a row, so that attempts need not keep it. */
export const destinationUrls = `
CREATE TABLE destination_urls (
  destination_seq int NOT NULL REFERENCES destinations (seq) ON DELETE CASCADE,
  -- Environment time of the change.
  until bigint NOT NULL,
  environment_id int NOT NULL,
  url text NOT NULL,
  PRIMARY KEY (destination_seq, until)
);
CREATE INDEX destination_urls_by_end ON destination_urls (environment_id, until);
`;
