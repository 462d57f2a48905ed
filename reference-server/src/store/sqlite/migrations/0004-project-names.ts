/**
 * One project per name. Earlier versions created another project of the same name at each start, so its environments are joined
 * here: the oldest project of a name keeps its id and receives everything that belongs to the others.
 */
export const projectNames = `
CREATE TEMP TABLE joined AS
SELECT double.id AS id, kept.id AS into_id
FROM (
  SELECT id, first_value(id) OVER (PARTITION BY name ORDER BY created_at, rowid) AS kept_id FROM projects
) AS project
JOIN environments AS double ON double.project_id = project.id
JOIN environments AS kept ON kept.project_id = project.kept_id AND kept.mode = double.mode
WHERE project.id <> project.kept_id;

UPDATE api_keys SET environment_id = (SELECT into_id FROM joined WHERE joined.id = environment_id)
WHERE environment_id IN (SELECT id FROM joined);
UPDATE destinations SET environment_id = (SELECT into_id FROM joined WHERE joined.id = environment_id)
WHERE environment_id IN (SELECT id FROM joined);
UPDATE subscriptions SET environment_id = (SELECT into_id FROM joined WHERE joined.id = environment_id)
WHERE environment_id IN (SELECT id FROM joined);
UPDATE tunnels SET environment_id = (SELECT into_id FROM joined WHERE joined.id = environment_id)
WHERE environment_id IN (SELECT id FROM joined);
UPDATE events SET environment_id = (SELECT into_id FROM joined WHERE joined.id = environment_id)
WHERE environment_id IN (SELECT id FROM joined);
UPDATE deliveries SET environment_id = (SELECT into_id FROM joined WHERE joined.id = environment_id)
WHERE environment_id IN (SELECT id FROM joined);

-- Two environments may have used the same idempotency key: the use that is remembered longer wins. A remembered response is
-- sealed for the environment it was stored in, so it cannot move; its key does, which refuses a repeat instead of running it twice.
INSERT INTO event_keys (environment_id, key, event_id, expires_at)
SELECT into_id, key, event_id, expires_at FROM event_keys JOIN joined ON joined.id = event_keys.environment_id
UNION ALL
SELECT into_id, key, '', expires_at FROM answers JOIN joined ON joined.id = answers.environment_id
WHERE true
ON CONFLICT (environment_id, key) DO UPDATE SET event_id = excluded.event_id, expires_at = excluded.expires_at
WHERE excluded.expires_at > event_keys.expires_at;
DELETE FROM event_keys WHERE environment_id IN (SELECT id FROM joined);
DELETE FROM answers WHERE environment_id IN (SELECT id FROM joined);

INSERT INTO stats SELECT into_id, destination_seq, minute, ingested, succeeded, failed, rejected, dead, le_10, le_25, le_50,
  le_100, le_250, le_500, le_1000, le_2500, le_5000, le_10000, le_30000, le_more
FROM stats JOIN joined ON joined.id = stats.environment_id
WHERE true
ON CONFLICT (environment_id, destination_seq, minute) DO UPDATE SET
  ingested = ingested + excluded.ingested, succeeded = succeeded + excluded.succeeded, failed = failed + excluded.failed,
  rejected = rejected + excluded.rejected, dead = dead + excluded.dead, le_10 = le_10 + excluded.le_10,
  le_25 = le_25 + excluded.le_25, le_50 = le_50 + excluded.le_50, le_100 = le_100 + excluded.le_100,
  le_250 = le_250 + excluded.le_250, le_500 = le_500 + excluded.le_500, le_1000 = le_1000 + excluded.le_1000,
  le_2500 = le_2500 + excluded.le_2500, le_5000 = le_5000 + excluded.le_5000, le_10000 = le_10000 + excluded.le_10000,
  le_30000 = le_30000 + excluded.le_30000, le_more = le_more + excluded.le_more;
DELETE FROM stats WHERE environment_id IN (SELECT id FROM joined);

-- A test clock only moves forward, and every process has to read the environment again.
UPDATE environments SET
  version = version + 1,
  clock_offset_ms = max(clock_offset_ms, (
    SELECT max(double.clock_offset_ms) FROM joined JOIN environments AS double ON double.id = joined.id
    WHERE joined.into_id = environments.id
  ))
WHERE id IN (SELECT into_id FROM joined);

DELETE FROM environments WHERE id IN (SELECT id FROM joined);
DELETE FROM projects WHERE id NOT IN (SELECT project_id FROM environments);
DROP TABLE joined;
CREATE UNIQUE INDEX projects_by_name ON projects (name);
`;
