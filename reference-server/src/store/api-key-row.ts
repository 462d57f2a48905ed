import type { ApiKey, KeyRole, Millis, Mode } from "../domain/domain.js";
import type { NewApiKey } from "./resources.js";

/** A key with its environment, as every store reads it. */
export interface ApiKeyRow {
  id: string;
  environment_id: number;
  project_id: string;
  mode: Mode;
  clock_offset_ms: Millis;
  version: number;
  role: KeyRole;
  hash: Buffer;
  hint: string;
  name: string | null;
  created_at: Millis;
  revoked_at: Millis | null;
  last_used_at: Millis | null;
}

export function newApiKey({ hash: _hash, ...key }: NewApiKey): ApiKey {
  return { ...key, revoked_at: null, last_used_at: null };
}

export function toApiKey(row: ApiKeyRow): ApiKey {
  const { id, environment_id, project_id, mode, role, hint, name, created_at, revoked_at, last_used_at } =
    row;
  return {
    id,
    environment: { id: environment_id, project_id, mode },
    role,
    hint,
    name,
    created_at,
    revoked_at,
    last_used_at,
  };
}
