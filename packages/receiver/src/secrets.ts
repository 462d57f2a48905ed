import { checkSecret } from "@harbor/signing";

type Secrets = string | readonly string[];

/** One secret, several (newest first), or a function that fetches them for each request; cache inside it if it is slow. */
export type SecretSource = Secrets | (() => Secrets | undefined | Promise<Secrets | undefined>);

/**
 * @returns a function that gives the checked secrets
 * @throws at start-up when a secret given by value is missing or cannot be one (an API key, blanks, too short)
 */
export function secretReader(source: SecretSource): () => Promise<readonly string[]> {
  if (typeof source === "function") return async () => checked(await source());
  const secrets = checked(source);
  return () => Promise.resolve(secrets);
}

function checked(given: Secrets | undefined): readonly string[] {
  const secrets = Array.isArray(given) ? (given as readonly string[]) : [given];
  if (secrets.length === 0) throw new TypeError("secret: the list is empty.");
  return secrets.map((secret) => {
    const check = checkSecret(secret);
    if (!check.ok) throw new TypeError(`secret: ${check.hint}`);
    return secret as string;
  });
}
