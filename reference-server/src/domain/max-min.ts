/**
 * Whether `owner` may take one more of a shared total, by max-min fairness: those that hold little are not held back, and the others
 * share the rest equally. The excess of an owner counts against itself only.
 */
export function mayTakeOneMore(
  owner: number,
  { held, total }: { held: ReadonlyMap<number, number>; total: number },
): boolean {
  const wanted = (held.get(owner) ?? 0) + 1;
  let taken = wanted;
  for (const [other, count] of held) {
    if (taken > total) return false;
    if (other !== owner) taken += Math.min(count, wanted);
  }
  return taken <= total;
}
