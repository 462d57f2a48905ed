import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ConfigError, type Config } from "./config.js";
import type { SealingKey } from "./seal.js";
import { parseSealingKey } from "./settings.js";

/** The sealing keys: as configured, or else the one in `<database file>.key`, made together with the database. */
export function loadEncryptionKeys({ encryptionKeys, database }: Config): SealingKey[] {
  if (encryptionKeys !== null) return encryptionKeys;
  if (database.kind === "postgres" || database.file === ":memory:") return [makeKey()];
  const file = `${database.file}.key`;
  if (existsSync(file)) return [readKey(file)];
  if (existsSync(database.file)) {
    throw new ConfigError([
      `HARBOR_ENCRYPTION_KEY: ${file}, which was made with the database ${database.file}, is missing. Restore it, or set the variable to its content; without it the stored signing secrets cannot be read.`,
    ]);
  }
  mkdirSync(dirname(file), { recursive: true });
  const key = makeKey();
  writeFileSync(file, `${key.id}:${Buffer.from(key.key).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  return [key];
}

function makeKey(): SealingKey {
  return { id: `k${randomBytes(4).toString("hex")}`, key: randomBytes(32) };
}

function readKey(file: string): SealingKey {
  const key = parseSealingKey(readFileSync(file, "utf8").trim());
  if (key === null)
    throw new ConfigError([`HARBOR_ENCRYPTION_KEY: ${file} does not hold <id>:<base64 of 32 bytes>`]);
  return key;
}
