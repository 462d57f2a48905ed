import { hash, timingSafeEqual } from "node:crypto";
import { environmentOf, hashApiKey } from "../api-key.js";
import type { Deps } from "../deps.js";
import type { Millis } from "../domain/domain.js";
import { ApiError } from "../errors.js";
import type { Caller } from "./api.js";

/** Finds the owner of a request's API key (docs/contract.md §2). Throws `ApiError` `unauthorized`, `forbidden`. */
export interface Authenticate {
  /** Reads the key's current state from the store. */
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
  /** By the hash of the key, in hex. */
  const known = new Map<string, Known>();
  const find = (key: string) => known.get(hash("sha256", key, "hex"));

  async function lookUp(keyHash: Buffer): Promise<Caller> {
    const found = await store.apiKeys.findByHash(keyHash);
    if (found === null || !timingSafeEqual(found.hash, keyHash)) throw new ApiError("unauthorized");
    if (found.revoked_at !== null) throw new ApiError("forbidden", "This API key has been revoked.");
    const { environment, id: keyId, role, clockOffsetMs, version } = found;
    const scope = { environmentId: environment.id };
    const caller = { environment, scope, keyId, role, clockOffsetMs, version };
    remember(keyHash, caller);
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
    fresh: async (authorization) => await lookUp(hashApiKey(givenKey(authorization))),
    cached(authorization) {
      const key = givenKey(authorization);
      const entry = find(key);
      if (entry === undefined) return lookUp(hashApiKey(key));
      touch(entry);
      return entry.caller;
    },
    known(authorization) {
      const key = keyIn(authorization);
      return key === undefined ? undefined : find(key)?.caller;
    },
  };
}

function givenKey(authorization: string | undefined): string {
  const key = keyIn(authorization);
  if (key === undefined) throw new ApiError("unauthorized");
  return key;
}

/** The key of the header, if it has the form of one. */
function keyIn(authorization: string | undefined): string | undefined {
  const key = BEARER.exec(authorization ?? "")?.[1];
  return key === undefined || environmentOf(key) === null ? undefined : key;
}
