import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { usageError } from "../cli-error.js";
import type { PlannedFile } from "./plan.js";

/** `kept` has other content than planned, and was not overwritten. */
export type FileState = "create" | "overwrite" | "change" | "unchanged" | "kept";

export interface FileChange extends PlannedFile {
  state: FileState;
}

const VARIABLE = "HARBOR_SIGNING_SECRET";

/** Compares the planned files with those of the project. */
export function changesOf(
  folder: string,
  files: readonly PlannedFile[],
  { force = false }: { force?: boolean | undefined },
): FileChange[] {
  return files.map((file): FileChange => {
    const existing = read(folder, file.path);
    if (existing === null) return { ...file, state: "create" };
    if (existing === file.content) return { ...file, state: "unchanged" };
    return { ...file, state: force ? "overwrite" : "kept" };
  });
}

/** A line for the variable in the example of an env file, which never has a value. */
export function envExample(folder: string, path: string): FileChange {
  const purpose = `names ${VARIABLE}, without a value`;
  const existing = read(folder, path);
  const line = `${VARIABLE}=\n`;
  if (existing === null) return { path, purpose, content: line, state: "create" };
  if (new RegExp(`^(?:export )?${VARIABLE}=`, "m").test(existing)) {
    return { path, purpose, content: existing, state: "unchanged" };
  }
  const before = existing === "" || existing.endsWith("\n") ? existing : `${existing}\n`;
  return { path, purpose, content: before + line, state: "change" };
}

/** Refuses to write over files that differ, before anything is written. */
export function refuseKept(changes: readonly FileChange[]): void {
  const kept = changes.filter(({ state }) => state === "kept").map(({ path }) => path);
  if (kept.length === 0) return;
  const [verb, object] = kept.length === 1 ? ["exists and differs", "it"] : ["exist and differ", "them"];
  throw usageError(
    `${kept.join(", ")} ${verb} from what would be written. Nothing was written.`,
    `--force overwrites ${object}, --dry-run shows the files`,
  );
}

export function writeChanges(folder: string, changes: readonly FileChange[]): void {
  for (const { path, content, state } of changes) {
    if (state === "unchanged" || state === "kept") continue;
    const target = join(folder, path);
    try {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    } catch (error) {
      throw usageError(`${path} cannot be written: ${(error as Error).message}`);
    }
  }
}

function read(folder: string, path: string): string | null {
  const target = join(folder, path);
  if (!existsSync(target)) return null;
  try {
    return readFileSync(target, "utf8");
  } catch (error) {
    throw usageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}
