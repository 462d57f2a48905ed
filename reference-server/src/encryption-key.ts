import { randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { ConfigError, type Config } from "./config.js";
import { errnoOf } from "@harbor/shared/connection-errors";
import type { SealingKey } from "./seal.js";
import { parseSealingKey } from "./settings.js";
import { requireFolder } from "./store/database-file.js";

/** The configured sealing keys, or the one in `<database file>.key`, which is created together with the database. */
export function loadEncryptionKeys({ encryptionKeys, database }: Config): SealingKey[] {
  if (encryptionKeys !== null) return encryptionKeys;
  if (database.kind === "postgres" || database.file === ":memory:") return [generateKey()];
  const file = `${database.file}.key`;
  if (existsSync(file)) return [readKey(file)];
  // Looked for again, because a process that starts at the same moment creates the key first and the database second.
  if (existsSync(database.file) && !existsSync(file)) {
    throw new ConfigError([
      `HARBOR_ENCRYPTION_KEY: ${file} is missing, the key that was created with the database ${database.file}. Restore the file, or set the variable to its content: the stored signing secrets cannot be read without it.`,
    ]);
  }
  requireFolder(database.file);
  writeNewKey(file);
  return [readKey(file)];
}

/** Under its name only once it is complete: a process that starts at the same moment reads a whole key, and both read the same. */
function writeNewKey(file: string): void {
  const key = generateKey();
  const complete = `${file}-${key.id}`;
  writeFileSync(complete, `${key.id}:${Buffer.from(key.key).toString("base64")}\n`, {
    mode: 0o600,
    flag: "wx",
  });
  try {
    linkSync(complete, file);
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  } finally {
    unlinkSync(complete);
  }
}

function generateKey(): SealingKey {
  return { id: `k${randomBytes(4).toString("hex")}`, key: randomBytes(32) };
}

function readKey(file: string): SealingKey {
  const key = parseSealingKey(readFileSync(file, "utf8").trim());
  if (key === null)
    throw new ConfigError([`HARBOR_ENCRYPTION_KEY: ${file} must contain <id>:<base64 of 32 bytes>`]);
  return key;
}
