import type { Environment } from "../../domain/domain.js";
import type { ProjectStore } from "../store.js";
import type { Connection } from "./connection.js";
import type { Engine } from "./engine.js";

export function projectStore({ db, log }: Pick<Engine, "db" | "log">): ProjectStore {
  return {
    ensure: (id, name, now) =>
      log.durably(() => {
        // No conflict target: SQLite checks one against the schema as this connection last read it, which another process may
        // have migrated since.
        db.prepare<[string, string, number]>(
          "INSERT INTO projects (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        ).run(id, name, now);
        const projectId = idOfName(db, name);
        db.prepare<[string, string]>(
          "INSERT INTO environments (project_id, mode) VALUES (?, 'live'), (?, 'test') ON CONFLICT DO NOTHING",
        ).run(projectId, projectId);
        return environmentsOf(db, projectId);
      }),
    list: async () =>
      db.reading(() =>
        db
          .query<[], { id: string; name: string }>("SELECT id, name FROM projects ORDER BY id DESC")
          .all()
          .map((project) => ({ ...project, ...environmentsOf(db, project.id) })),
      ),
  };
}

function idOfName(db: Connection, name: string): string {
  const project = db.query<[string], { id: string }>("SELECT id FROM projects WHERE name = ?").get(name);
  if (project === undefined) throw new Error(`Project ${JSON.stringify(name)} is missing.`);
  return project.id;
}

function environmentsOf(db: Connection, projectId: string): { live: Environment; test: Environment } {
  const rows = db
    .query<[string], Environment>("SELECT id, project_id, mode FROM environments WHERE project_id = ?")
    .all(projectId);
  const live = rows.find((environment) => environment.mode === "live");
  const test = rows.find((environment) => environment.mode === "test");
  if (live === undefined || test === undefined) throw new Error(`Project ${projectId} lacks an environment.`);
  return { live, test };
}
