import type { EventType } from "../../domain/domain.js";
import { type EventTypeSize, fittingTypes, toEventTypeRow } from "../event-type-row.js";
import { type Scope, visible } from "../scope.js";
import type { EventTypeRule, EventTypeStore, Listed, Page } from "../store.js";
import type { Reader, Transaction } from "./database.js";
import type { Engine } from "./engine.js";
import { bumpVersion } from "./environments.js";
import { lockEnvironments } from "./locks.js";

const EVENT_TYPES = `SELECT environment_id, type, description, "group", visibility, schema, example, deprecated, validation
  FROM event_types`;
/** `$2`: a tenant, or null. */
const IS_VISIBLE = "($2::text IS NULL OR visibility = 'public')";

export function eventTypeStore({ db }: Engine): EventTypeStore {
  return {
    list: (scope, page) => db.transaction((tx) => list(tx, scope, page), { snapshot: true }),
    get: async (scope, type) => {
      const { environmentId, owner } = visible(scope);
      const sql = `${EVENT_TYPES} WHERE environment_id = $1 AND ${IS_VISIBLE} AND type = $3`;
      return (await db.one<EventType>(sql, [environmentId, owner, type])) ?? null;
    },
    put: (input) => db.transaction((tx) => put(tx, input)),
    delete: (environmentId, type) =>
      db.transaction(async (tx) => {
        await lockEnvironments(tx, [environmentId]);
        const sql = "DELETE FROM event_types WHERE environment_id = $1 AND type = $2";
        const isDeleted = (await tx.run(sql, [environmentId, type])) > 0;
        if (isDeleted) await bumpVersion(tx, environmentId);
        return isDeleted;
      }),
  };
}

async function list(db: Reader, scope: Scope, page: Page): Promise<Listed<EventType>> {
  const { environmentId, owner } = visible(scope);
  const after = page.after ?? "";
  const found = await db.all<EventTypeSize>(
    `SELECT type, size FROM event_types
     WHERE environment_id = $1 AND ${IS_VISIBLE} AND type > $3
     ORDER BY type LIMIT $4`,
    [environmentId, owner, after, page.limit + 1],
  );
  const { items: types, more } = fittingTypes(found, page);
  const items = await db.all<EventType>(
    `${EVENT_TYPES} WHERE environment_id = $1 AND ${IS_VISIBLE} AND type = ANY ($3::text[]) ORDER BY type`,
    [environmentId, owner, types],
  );
  return { items, more };
}

async function put(
  tx: Transaction,
  { eventType, limit }: Parameters<EventTypeStore["put"]>[0],
): Promise<"created" | "replaced" | "over_event_type_limit"> {
  const { environment_id, type } = eventType;
  await lockEnvironments(tx, [environment_id]);
  const known = await tx.one<{ count: number; found: boolean | null }>(
    "SELECT count(*)::int AS count, bool_or(type = $2) AS found FROM event_types WHERE environment_id = $1",
    [environment_id, type],
  );
  const isNew = known?.found !== true;
  if (isNew && (known?.count ?? 0) >= limit) return "over_event_type_limit";
  insertOrReplace(tx, eventType);
  await bumpVersion(tx, environment_id);
  return isNew ? "created" : "replaced";
}

function insertOrReplace(tx: Transaction, eventType: EventType): void {
  const row = toEventTypeRow(eventType);
  tx.soon(
    `INSERT INTO event_types
       (environment_id, type, description, "group", visibility, schema, schema_id, size, example, deprecated, validation)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (environment_id, type) DO UPDATE SET
       description = excluded.description, "group" = excluded."group", visibility = excluded.visibility,
       schema = excluded.schema, schema_id = excluded.schema_id, size = excluded.size, example = excluded.example,
       deprecated = excluded.deprecated, validation = excluded.validation`,
    [
      row.environment_id,
      row.type,
      row.description,
      row.group,
      row.visibility,
      row.schema,
      row.schema_id,
      row.size,
      row.example,
      row.deprecated,
      row.validation,
    ],
  );
}

export function eventTypeRules(db: Reader, environmentId: number): Promise<EventTypeRule[]> {
  return db.all<EventTypeRule>(
    "SELECT type, visibility, validation, schema_id FROM event_types WHERE environment_id = $1 ORDER BY type",
    [environmentId],
  );
}
