import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import envPaths from "env-paths";
import { CliError } from "../cli-error.js";

export type Environment = "live" | "test";

/** What `harbor login` keeps of an environment. */
export interface StoredKey {
  api_key: string;
  base_url: string;
}

export type StoredKeys = Partial<Record<Environment, StoredKey>>;

/** The OS's folder for settings; `HARBOR_CONFIG_DIR` names another. */
export function keyFilePath(): string {
  const { HARBOR_CONFIG_DIR: folder } = process.env;
  return join(
    folder === undefined || folder === "" ? envPaths("harbor", { suffix: "" }).config : folder,
    "keys.json",
  );
}

export function readKeys(): StoredKeys {
  let text: string;
  try {
    text = readFileSync(keyFilePath(), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw unusable(error);
  }
  try {
    return JSON.parse(text) as StoredKeys;
  } catch (error) {
    throw unusable(error);
  }
}

/** Readable by nobody else at any moment: the file is written aside with its mode and then put in place. */
export function writeKeys(keys: StoredKeys): void {
  const path = keyFilePath();
  const folder = join(path, "..");
  const aside = `${path}.${process.pid}`;
  try {
    if (Object.keys(keys).length === 0) {
      rmSync(path, { force: true });
      return;
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    writeFileSync(aside, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw unusable(error);
  }
}

function unusable(cause: unknown): CliError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const remedy = "mend or remove the file, then harbor login; or set HARBOR_API_KEY";
  return new CliError(`The stored keys cannot be used: ${reason}`, {
    code: "config",
    exit: "failure",
    remedy,
    cause,
  });
}
