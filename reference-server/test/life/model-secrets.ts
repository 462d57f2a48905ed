export interface ModelSecret {
  secret: string;
  /** When it stops signing. */
  endsAt: number;
}

export function rotationInProgress(secrets: readonly ModelSecret[], now: number): boolean {
  return secrets.some(({ endsAt }) => endsAt > now && endsAt !== Infinity);
}

/** Without a grace period every earlier secret ends at once; with one, those that still sign end with it. */
export function rotate(secrets: ModelSecret[], { secret, endsAt }: ModelSecret): void {
  for (const earlier of secrets) earlier.endsAt = Math.min(earlier.endsAt, endsAt);
  secrets.unshift({ secret, endsAt: Infinity });
}
