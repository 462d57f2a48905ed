import { readFileSync, rmSync } from "node:fs";
import { CliError } from "../cli-error.js";
import { warn } from "../output/warn.js";
import { configFile, permissionWarning, writePrivateFile } from "./private-file.js";

/** The environment of a key, `test` or `live`; `--env` chooses the stored one. */
export type KeyMode = "live" | "test";

/** A key that `harbor login` stored, and the server that it belongs to. */
export interface StoredKey {
  api_key: string;
  base_url: string;
}

export type StoredKeys = Partial<Record<KeyMode, StoredKey>>;

export function keyFilePath(): string {
  return configFile("keys.json");
}

export function readKeys(): StoredKeys {
  const path = keyFilePath();
  try {
    const keys = JSON.parse(readFileSync(path, "utf8")) as StoredKeys;
    warn(permissionWarning(path));
    return keys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw unusable(error);
  }
}

export function writeKeys(keys: StoredKeys): void {
  try {
    if (Object.keys(keys).length === 0) rmSync(keyFilePath(), { force: true });
    else writePrivateFile(keyFilePath(), `${JSON.stringify(keys, null, 2)}\n`);
  } catch (error) {
    throw unusable(error);
  }
}

function unusable(cause: unknown): CliError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CliError(`The stored keys in ${keyFilePath()} cannot be used: ${reason}`, {
    code: "config",
    exit: "failure",
    remedy: "fix or remove the file, then run harbor login; or set HARBOR_API_KEY",
    cause,
  });
}
