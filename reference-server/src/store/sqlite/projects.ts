import type { Millis, Scope } from "../../domain.js";
import type { ProjectStore } from "../store.js";
import type { Connection } from "./connection.js";
import { promised } from "./promised.js";

export function projectStore(db: Connection): ProjectStore {
  return {
    ensure: promised((id, name, now) =>
      db.durably(() => {
        insertProject(db, [id, name, now]);
        return scopesOf(db, id);
      }),
    ),
    list: promised(() =>
      db.reading(() =>
        db
          .query<[], { id: string; name: string }>("SELECT id, name FROM projects ORDER BY id DESC")
          .all()
          .map((project) => ({ ...project, ...scopesOf(db, project.id) })),
      ),
    ),
  };
}

function insertProject(db: Connection, [id, name, now]: [id: string, name: string, now: Millis]): void {
  db.prepare<[string, string, number]>(
    "INSERT INTO projects (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
  ).run(id, name, now);
  db.prepare<[string, string]>(
    "INSERT INTO scopes (project_id, environment) VALUES (?, 'live'), (?, 'test') ON CONFLICT DO NOTHING",
  ).run(id, id);
}

function scopesOf(db: Connection, projectId: string): { live: Scope; test: Scope } {
  const rows = db
    .query<[string], Scope>("SELECT id, project_id, environment FROM scopes WHERE project_id = ?")
    .all(projectId);
  const live = rows.find((scope) => scope.environment === "live");
  const test = rows.find((scope) => scope.environment === "test");
  if (live === undefined || test === undefined) throw new Error(`Project ${projectId} lacks a scope.`);
  return { live, test };
}
