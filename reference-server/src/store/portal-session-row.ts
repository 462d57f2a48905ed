import type { Capability, Millis, Mode, PortalSession } from "../domain/domain.js";
import type { FoundPortalSession } from "./resources.js";

/** A session with its environment and its key, as every store reads it. */
export interface PortalSessionRow {
  id: string;
  environment_id: number;
  project_id: string;
  mode: Mode;
  clock_offset_ms: Millis;
  version: number;
  key_id: string;
  tenant: string;
  capability: Capability;
  return_url: string | null;
  hash: Buffer;
  created_at: Millis;
  expires_at: Millis;
  revoked_at: Millis | null;
  key_revoked_at: Millis | null;
}

export const PORTAL_SESSIONS = `SELECT p.*, s.project_id, s.mode, s.clock_offset_ms, s.version, k.revoked_at AS key_revoked_at
  FROM portal_sessions p JOIN environments s ON s.id = p.environment_id JOIN api_keys k ON k.id = p.key_id`;

/** After the parameter that it is compared with. */
export const PORTAL_SESSION_IN_FORCE = "p.revoked_at IS NULL AND k.revoked_at IS NULL AND p.expires_at >";

export function toPortalSession(row: PortalSessionRow): PortalSession {
  const { id, environment_id, project_id, mode, key_id, tenant, capability, return_url } = row;
  const { created_at, expires_at } = row;
  const environment = { id: environment_id, project_id, mode };
  return { id, environment, key_id, tenant, capability, return_url, created_at, expires_at };
}

export function toFoundPortalSession(row: PortalSessionRow): FoundPortalSession {
  return {
    ...toPortalSession(row),
    hash: row.hash,
    isRevoked: row.revoked_at !== null || row.key_revoked_at !== null,
    clockOffsetMs: row.clock_offset_ms,
    version: row.version,
  };
}
