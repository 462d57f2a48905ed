import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";

/** A file of its own with a table for effects; `open` gives further handles, as other processes would have. */
export function temporarySqlite() {
  const folder = mkdtempSync(join(tmpdir(), "harbor-sqlite-"));
  const file = join(folder, "app.db");
  const handles: Database.Database[] = [];

  const open = (): Database.Database => {
    const database = new Database(file, { timeout: 0 });
    handles.push(database);
    return database;
  };

  const first = open();
  first.pragma("journal_mode = WAL");
  first.exec("CREATE TABLE effects (key TEXT NOT NULL)");

  return {
    file,
    open,
    countEffects: (key: string) => {
      const row = first.prepare("SELECT count(*) AS count FROM effects WHERE key = ?").get(key);
      return (row as { count: number }).count;
    },
    remove: () => {
      for (const handle of handles) handle.close();
      rmSync(folder, { recursive: true });
    },
  };
}
