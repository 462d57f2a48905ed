import type { EventType } from "../../domain/domain.js";
import { type EventTypeSize, fittingTypes, toEventTypeRow } from "../event-type-row.js";
import { type Scope, visible } from "../scope.js";
import type { EventTypeRule, EventTypeStore, Listed, Page } from "../store.js";
import type { Connection } from "./connection.js";
import type { Engine } from "./engine.js";
import { bumpVersion } from "./environments.js";

type Row = Omit<EventType, "deprecated"> & { deprecated: 0 | 1 };

const EVENT_TYPES = `SELECT environment_id, type, description, "group", visibility, schema, example, deprecated, validation
  FROM event_types`;
/** `@owner`: a tenant, or null. */
const IS_VISIBLE = "(@owner IS NULL OR visibility = 'public')";

export function eventTypeStore({ db, log }: Engine): EventTypeStore {
  return {
    list: async (scope, page) => db.reading(() => list(db, scope, page)),
    get: async (scope, type) => {
      const sql = `${EVENT_TYPES} WHERE environment_id = @environmentId AND type = @type AND ${IS_VISIBLE}`;
      const params = { ...visible(scope), type };
      const row = db.query<[typeof params], Row>(sql).get(params);
      return row === undefined ? null : fromRow(row);
    },
    put: (input) => log.durably(() => put(db, input)),
    delete: (environmentId, type) =>
      log.durably(() => {
        const { changes } = db
          .prepare<[number, string]>("DELETE FROM event_types WHERE environment_id = ? AND type = ?")
          .run(environmentId, type);
        if (changes > 0) bumpVersion(db, environmentId);
        return changes > 0;
      }),
  };
}

function list(db: Connection, scope: Scope, page: Page): Listed<EventType> {
  const params = { ...visible(scope), after: page.after ?? "", limit: page.limit + 1 };
  const found = db
    .query<[typeof params], EventTypeSize>(
      `SELECT type, size FROM event_types
       WHERE environment_id = @environmentId AND type > @after AND ${IS_VISIBLE}
       ORDER BY type LIMIT @limit`,
    )
    .all(params);
  const { items, more } = fittingTypes(found, page);
  const rows = db
    .query<[typeof params & { last: string }], Row>(
      `${EVENT_TYPES} WHERE environment_id = @environmentId AND type > @after AND type <= @last AND ${IS_VISIBLE}
       ORDER BY type LIMIT @limit`,
    )
    .all({ ...params, last: items.at(-1) ?? "" });
  return { items: rows.map(fromRow), more };
}

function put(
  db: Connection,
  { eventType, limit }: Parameters<EventTypeStore["put"]>[0],
): "created" | "replaced" | "over_event_type_limit" {
  const { environment_id, type } = eventType;
  const others = countOthers(db, environment_id, type);
  const isNew = !others.found;
  if (isNew && others.count >= limit) return "over_event_type_limit";
  const row = { ...toEventTypeRow(eventType), deprecated: eventType.deprecated ? 1 : 0 };
  db.prepare<[typeof row]>(
    `INSERT OR REPLACE INTO event_types
       (environment_id, type, description, "group", visibility, schema, schema_id, size, example, deprecated, validation)
     VALUES
       (@environment_id, @type, @description, @group, @visibility, @schema, @schema_id, @size, @example, @deprecated, @validation)`,
  ).run(row);
  bumpVersion(db, environment_id);
  return isNew ? "created" : "replaced";
}

function countOthers(db: Connection, environmentId: number, type: string): { count: number; found: boolean } {
  const row = db
    .query<[string, number], { count: number; found: number | null }>(
      "SELECT count(*) AS count, max(type = ?) AS found FROM event_types WHERE environment_id = ?",
    )
    .get(type, environmentId);
  return { count: row?.count ?? 0, found: row?.found === 1 };
}

function fromRow(row: Row): EventType {
  return { ...row, deprecated: row.deprecated === 1 };
}

export function eventTypeRules(db: Connection, environmentId: number): EventTypeRule[] {
  return db
    .query<[number], EventTypeRule>(
      "SELECT type, visibility, validation, schema_id FROM event_types WHERE environment_id = ? ORDER BY type",
    )
    .all(environmentId);
}
