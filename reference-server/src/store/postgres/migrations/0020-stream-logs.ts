/** The streams of all processes read these logs; there is one for each environment or tenant with an open stream. UNLOGGED, as 0018. */
export const streamLogs = `
CREATE UNLOGGED TABLE stream_logs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  environment_id int NOT NULL,
  -- Null: all changes of the environment.
  tenant text COLLATE "C",
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  watched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The number of the next change, and the first one that is not deleted.
  next bigint NOT NULL DEFAULT 0,
  kept_from bigint NOT NULL DEFAULT 0,
  UNIQUE NULLS NOT DISTINCT (environment_id, tenant)
) WITH (fillfactor = 50);

CREATE UNLOGGED TABLE stream_changes (
  log_id uuid NOT NULL,
  n bigint NOT NULL,
  environment_id int NOT NULL,
  delivery_id uuid NOT NULL,
  event_id uuid NOT NULL,
  updated_at bigint NOT NULL,
  -- The delivery after the change, as JSON, without its response.
  delivery text NOT NULL,
  response_body bytea,
  PRIMARY KEY (log_id, n)
);
CREATE INDEX stream_changes_by_delivery ON stream_changes (log_id, delivery_id);
`;
