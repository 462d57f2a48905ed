import { hash, timingSafeEqual } from "node:crypto";
import { modeOfApiKey, modeOfPortalToken } from "@harbor/shared/credentials";
import { hashCredential } from "../api-key.js";
import type { Deps } from "../deps.js";
import type { Millis } from "../domain/domain.js";
import { ApiError } from "../errors.js";
import type { Caller } from "./api.js";

/** Finds the owner of a request's API key or portal token (docs/contract.md §2). Throws `ApiError` `unauthorized`, `forbidden`. */
export interface Authenticate {
  /** Reads the current state of the key or session from the store. */
  fresh(authorization: string | undefined): Promise<Caller>;
  /**
   * For ingest: a known key is not looked up again. Ingest checks for a revocation against the version of its commit.
   */
  cached(authorization: string | undefined): Caller | Promise<Caller>;
  /** The owner of a key that was looked up before; undefined for any other. Reads nothing. */
  known(authorization: string | undefined): Caller | undefined;
}

/** The resolution of `last_used_at`. */
const TOUCH_INTERVAL_MS = 60_000;
const BEARER = /^Bearer +(\S+) *$/i;

interface Known {
  caller: Caller;
  touchedAt: Millis;
}

export function createAuthenticate({
  store,
  clock,
  log,
}: Pick<Deps, "store" | "clock" | "log">): Authenticate {
  /** API keys, by their hash in hex. */
  const known = new Map<string, Known>();
  const find = (credential: string) => known.get(hash("sha256", credential, "hex"));

  async function lookUp(credential: string): Promise<Caller> {
    const credentialHash = hashCredential(credential);
    if (modeOfPortalToken(credential) !== null) return await lookUpSession({ store, clock }, credentialHash);
    const caller = await lookUpKey(store, credentialHash);
    remember(credentialHash, caller);
    return caller;
  }

  function remember(keyHash: Buffer, caller: Caller): void {
    const name = keyHash.toString("hex");
    const entry = { caller, touchedAt: known.get(name)?.touchedAt ?? -Infinity };
    known.set(name, entry);
    touch(entry);
  }

  function touch(entry: Known): void {
    const now = clock.now();
    if (now - entry.touchedAt < TOUCH_INTERVAL_MS) return;
    entry.touchedAt = now;
    store.apiKeys.touch([entry.caller.keyId], now).catch((error: unknown) => {
      log.warn({ err: error, key_id: entry.caller.keyId }, "the last use of a key was not recorded");
    });
  }

  return {
    fresh: async (authorization) => await lookUp(givenCredential(authorization)),
    cached(authorization) {
      const credential = givenCredential(authorization);
      const entry = find(credential);
      if (entry === undefined) return lookUp(credential);
      touch(entry);
      return entry.caller;
    },
    known(authorization) {
      const credential = credentialIn(authorization);
      return credential === undefined ? undefined : find(credential)?.caller;
    },
  };
}

async function lookUpKey(store: Deps["store"], keyHash: Buffer): Promise<Caller> {
  const found = await store.apiKeys.findByHash(keyHash);
  if (found === null || !timingSafeEqual(found.hash, keyHash)) throw new ApiError("unauthorized");
  if (found.revoked_at !== null) throw new ApiError("forbidden", "This API key has been revoked.");
  const { environment, id: keyId, role, clockOffsetMs, version } = found;
  const scope = { environmentId: environment.id };
  return { environment, scope, keyId, session: null, role, clockOffsetMs, version };
}

async function lookUpSession(
  { store, clock }: Pick<Deps, "store" | "clock">,
  tokenHash: Buffer,
): Promise<Caller> {
  const found = await store.portalSessions.findByHash(tokenHash);
  if (found === null || !timingSafeEqual(found.hash, tokenHash)) throw new ApiError("unauthorized");
  if (found.isRevoked) throw new ApiError("forbidden", "This portal session has been revoked.");
  if (found.expires_at <= clock.now()) throw new ApiError("forbidden", "This portal session has expired.");
  const { id, environment, key_id: keyId, tenant, capability, return_url: returnUrl } = found;
  const { expires_at: expiresAt, clockOffsetMs, version } = found;
  const role = capability === "manage" ? "portal_manage" : "portal";
  const scope = { environmentId: environment.id, owner: tenant };
  const session = { id, tenant, capability, returnUrl, expiresAt };
  return { environment, scope, keyId, session, role, clockOffsetMs, version };
}

function givenCredential(authorization: string | undefined): string {
  const credential = credentialIn(authorization);
  if (credential === undefined) throw new ApiError("unauthorized");
  return credential;
}

/** The key or token of the header, if it has the form of one. */
export function credentialIn(authorization: string | undefined): string | undefined {
  const given = BEARER.exec(authorization ?? "")?.[1];
  return given !== undefined && (modeOfApiKey(given) ?? modeOfPortalToken(given)) !== null
    ? given
    : undefined;
}
