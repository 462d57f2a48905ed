import { hash, randomBytes } from "node:crypto";
import type { Clock } from "./clock.js";
import type { Deps } from "./deps.js";
import { type NewApiKey, resultOf } from "./store/store.js";
import type { ApiKey, Environment, KeyRole, Mode } from "./domain/domain.js";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_CHARACTERS = 32;
/** Characters after `hk_test_` that a hint shows. */
const HINT_CHARACTERS = 4;

/** `hk_live_` or `hk_test_` and 32 random characters (190 bits). */
export function generateApiKey(environment: Mode): string {
  return `hk_${environment}_${randomCharacters()}`;
}

/** 32 letters and digits, each as likely as the others. */
export function randomCharacters(): string {
  let text = "";
  while (text.length < RANDOM_CHARACTERS) {
    for (const byte of randomBytes(RANDOM_CHARACTERS)) {
      // 248 is the largest multiple of 62 in a byte: above it the first letters would be likelier.
      if (byte < 248 && text.length < RANDOM_CHARACTERS) text += ALPHABET.charAt(byte % 62);
    }
  }
  return text;
}

/** The stored form of a key or a portal token. */
export function hashCredential(credential: string): Buffer {
  return hash("sha256", credential, "buffer");
}

export function hintOf(key: string): string {
  return `${key.slice(0, "hk_test_".length + HINT_CHARACTERS)}…`;
}

interface GivenKey {
  key: string;
  environment: Environment;
  role?: KeyRole;
  name: string | null;
}

type StoredFormDeps = Pick<Deps, "newId"> & { clock: Pick<Clock, "now"> };

/** The key as it is stored: its hash. The key itself is the caller's to show, once. */
export function storedFormOf(
  { newId, clock }: StoredFormDeps,
  { key, environment, role = "admin", name }: GivenKey,
): NewApiKey {
  return {
    id: newId("key"),
    environment,
    role,
    hash: hashCredential(key),
    hint: hintOf(key),
    name,
    created_at: clock.now(),
  };
}

export async function storeApiKey(
  { store, ...deps }: Pick<Deps, "store"> & StoredFormDeps,
  given: GivenKey,
): Promise<ApiKey> {
  const created = await store.apiKeys.create(storedFormOf(deps, given));
  const stored = resultOf(created);
  if (stored === null) throw new Error("A key without an idempotency key was not created.");
  return stored;
}
