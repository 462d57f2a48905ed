/** The digits of a double have fewer than 57 factors 2 or 5, and are less than 10^17: more zeros do not change the result. */
const MAX_SHIFT = 57;

/** Whether `value` is a whole multiple of `divisor`, by the decimals that are written: 0.0075 is one of 0.0001. */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
  const [a, b] = [toScaled(value), toScaled(divisor)];
  const shift = Math.max(-MAX_SHIFT, Math.min(MAX_SHIFT, a.exponent - b.exponent));
  return scaled(a, shift) % scaled(b, -shift) === 0n;
}

/** `digits` x 10^`exponent`. */
interface Scaled {
  digits: bigint;
  exponent: number;
}

function toScaled(value: number): Scaled {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

function scaled({ digits }: Scaled, shift: number): bigint {
  return shift > 0 ? digits * 10n ** BigInt(shift) : digits;
}
