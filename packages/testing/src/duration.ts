const UNIT_SECONDS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds in a duration: a number of seconds, or text such as `"90s"`, `"2m"`, `"1h30m"`, `"1d"`. Throws `TypeError` for anything else. */
export function durationSeconds(duration: number | string): number {
  if (typeof duration === "number" && duration >= 0 && Number.isFinite(duration)) return duration;
  const text = String(duration).replaceAll(" ", "");
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
    throw new TypeError(
      `${JSON.stringify(duration)} is not a duration: it must be seconds, or text such as "90s", "2m" or "1h30m".`,
    );
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_SECONDS[unit ?? ""] ?? 0), 0);
}
