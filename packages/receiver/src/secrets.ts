import { checkSecret } from "@harbor/signing";

/** One secret or several, newest first. `undefined`, as of an environment variable that is not set, is refused with the reason. */
export type Secrets = string | undefined | readonly (string | undefined)[];

/** Secrets, or a function that returns them and is called for each request; cache inside it if it is slow. */
export type SecretSource = Secrets | (() => Secrets | Promise<Secrets>);

/**
 * @returns a function that resolves to the checked secrets
 * @throws TypeError at once if secrets given by value are missing or invalid (an API key, white space, too short)
 */
export function secretReader(source: SecretSource): () => Promise<readonly string[]> {
  if (typeof source === "function") return async () => checked(await source());
  const secrets = checked(source);
  return () => Promise.resolve(secrets);
}

function checked(given: Secrets): readonly string[] {
  if (!Array.isArray(given)) return [checkedSecret(given, "secret")];
  if (given.length === 0) throw new TypeError("secret is an empty list.");
  return given.map((secret, index) => checkedSecret(secret, `secret[${index}]`));
}

function checkedSecret(secret: unknown, name: string): string {
  if (secret === undefined) {
    throw new TypeError(
      `${name} is undefined. Is the environment variable with the signing secret (whsec_…) set?`,
    );
  }
  const check = checkSecret(secret);
  if (!check.ok) throw new TypeError(`${name}: ${check.hint}`);
  return secret as string;
}
