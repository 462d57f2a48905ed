const HOUR = 3_600_000;

export interface Range {
  name: string;
  label: string;
  ms: number;
  bucket: "minute" | "hour" | "day";
}

const DAY: Range = { name: "24h", label: "24 hours", ms: 24 * HOUR, bucket: "hour" };

export const RANGES: readonly Range[] = [
  { name: "1h", label: "1 hour", ms: HOUR, bucket: "minute" },
  DAY,
  { name: "7d", label: "7 days", ms: 7 * 24 * HOUR, bucket: "hour" },
  { name: "30d", label: "30 days", ms: 30 * 24 * HOUR, bucket: "day" },
];

export function rangeOf(name: string | undefined): Range {
  return RANGES.find((range) => range.name === name) ?? DAY;
}
