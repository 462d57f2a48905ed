/** One secret or several, newest first. `undefined`, as of an environment variable that is not set, is refused with the reason. */
export type Secrets = string | undefined | readonly (string | undefined)[];

/** Secrets, or a function that returns them and is called for each request; cache inside it if it is slow. */
export type SecretSource = Secrets | (() => Secrets | Promise<Secrets>);

/** The reason why a value cannot be a secret; undefined if it can. */
export type SecretFault = (secret: unknown) => string | undefined;

/**
 * @returns a function that resolves to the checked secrets
 * @throws TypeError at once if secrets given by value are missing or invalid (an API key, white space, too short)
 */
export function secretReader(source: SecretSource, faultOf: SecretFault): () => Promise<readonly string[]> {
  if (typeof source === "function") return async () => checked(await source(), faultOf);
  const secrets = checked(source, faultOf);
  return () => Promise.resolve(secrets);
}

function checked(given: Secrets, faultOf: SecretFault): readonly string[] {
  if (!Array.isArray(given)) return [checkedSecret(given, "secret", faultOf)];
  if (given.length === 0) throw new TypeError("secret is an empty list.");
  return given.map((secret, index) => checkedSecret(secret, `secret[${index}]`, faultOf));
}

function checkedSecret(secret: unknown, name: string, faultOf: SecretFault): string {
  if (secret === undefined) {
    throw new TypeError(
      `${name} is undefined. Is the environment variable with the signing secret (whsec_…) set?`,
    );
  }
  const fault = faultOf(secret);
  if (fault !== undefined) throw new TypeError(`${name}: ${fault}`);
  return secret as string;
}
