/**
 * Shared by the server processes while they run. UNLOGGED: nothing is written to the log of the database, and after a crash of the database
 * the tables are empty. Processes then register again, streams begin behind a gap, and rate limits begin full.
 */
export const processes = `
CREATE UNLOGGED TABLE processes (
  id uuid PRIMARY KEY,
  -- The process knows of everything that the others had committed by then, by the database's clock.
  seen_at timestamptz NOT NULL,
  -- Whether its connection holds an advisory lock, which ends with the process.
  connected boolean NOT NULL DEFAULT false
) WITH (fillfactor = 50);

-- The process to which the client of the tunnel is connected.
ALTER TABLE tunnels ADD COLUMN holder uuid;

-- Requests through a tunnel that another process holds, until the sender has recorded the result.
CREATE UNLOGGED TABLE tunnel_requests (
  id uuid PRIMARY KEY,
  sender uuid NOT NULL,
  holder uuid NOT NULL,
  destination_id text COLLATE "C" NOT NULL,
  headers text NOT NULL,
  body bytea NOT NULL,
  sent_at bigint NOT NULL,
  timeout_ms bigint NOT NULL,
  taken boolean NOT NULL DEFAULT false,
  result text
) WITH (fillfactor = 50);
`;
