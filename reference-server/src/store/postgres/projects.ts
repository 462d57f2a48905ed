import type { Environment } from "../../domain/domain.js";
import type { ProjectStore } from "../store.js";
import type { Reader } from "./database.js";
import type { Engine } from "./engine.js";

export function projectStore({ db }: Pick<Engine, "db">): ProjectStore {
  return {
    ensure: (id, name, now) =>
      db.transaction(async (tx) => {
        await tx.run(
          "INSERT INTO projects (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
          [id, name, now],
        );
        const project = await tx.one<{ id: string }>("SELECT id FROM projects WHERE name = $1", [name]);
        if (project === undefined) throw new Error(`Project ${JSON.stringify(name)} is missing.`);
        await tx.run(
          "INSERT INTO environments (project_id, mode) VALUES ($1, 'live'), ($1, 'test') ON CONFLICT DO NOTHING",
          [project.id],
        );
        return await environmentsOf(tx, project.id);
      }),
    list: () =>
      db.transaction(
        async (tx) => {
          const projects = await tx.all<{ id: string; name: string }>(
            "SELECT id, name FROM projects ORDER BY id DESC",
          );
          return await Promise.all(
            projects.map(async (project) => ({ ...project, ...(await environmentsOf(tx, project.id)) })),
          );
        },
        { snapshot: true },
      ),
  };
}

async function environmentsOf(
  db: Reader,
  projectId: string,
): Promise<{ live: Environment; test: Environment }> {
  const rows = await db.all<Environment>(
    "SELECT id, project_id, mode FROM environments WHERE project_id = $1",
    [projectId],
  );
  const live = rows.find((environment) => environment.mode === "live");
  const test = rows.find((environment) => environment.mode === "test");
  if (live === undefined || test === undefined) throw new Error(`Project ${projectId} lacks an environment.`);
  return { live, test };
}
