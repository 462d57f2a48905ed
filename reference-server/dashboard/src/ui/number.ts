const whole = new Intl.NumberFormat("en");
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 2 });

export const formatCount = (value: number): string => whole.format(value);
export const formatCompact = (value: number): string => compact.format(value);
/** Never rounds a rate below 1 up to 100 %. */
export const formatRate = (value: number): string =>
  value < 1 && value > 0.9999 ? "> 99.99%" : percent.format(value);

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

export function formatMs(ms: number): string {
  if (ms > 0 && ms < 1) return "< 1 ms";
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

const SPANS: [number, string][] = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
  [1, "s"],
];

/** The two largest units: `2 h 5 min`. */
export function formatSeconds(seconds: number): string {
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [size, unit] of SPANS) {
    if (left < size && !(size === 1 && parts.length === 0)) continue;
    parts.push(`${Math.floor(left / size)} ${unit}`);
    left %= size;
    if (parts.length === 2 || left === 0) break;
  }
  return parts.join(" ");
}

/** Of a field that may be empty and has a minimum above 0. Other text is 0, which the server refuses: NaN is sent as null, which is empty. */
export function optionalNumber(text: string): number | null {
  if (text.trim() === "") return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : 0;
}
