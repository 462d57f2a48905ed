/** Orders patterns that match the same type, the most specific first: at the first difference, a name before `*` before `**`. */
export function bySpecificity(a: string, b: string): number {
  const left = a.split(".");
  const right = b.split(".");
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = wildcardRank(left[i]) - wildcardRank(right[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function wildcardRank(segment: string | undefined): number {
  if (segment === "**") return 2;
  return segment === "*" ? 1 : 0;
}
