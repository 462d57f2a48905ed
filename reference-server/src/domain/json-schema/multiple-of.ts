/** Whether `value` is a whole multiple of `divisor`, by the decimals that are written: 0.0075 is one of 0.0001. */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (Number.isInteger(value) && Number.isInteger(divisor)) return value % divisor === 0;
  const [a, b] = [toScaled(value), toScaled(divisor)];
  const exponent = Math.min(a.exponent, b.exponent);
  return scaledTo(a, exponent) % scaledTo(b, exponent) === 0n;
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

/** A double has an exponent of at most 324, so that this stays small. */
function scaledTo({ digits, exponent }: Scaled, wanted: number): bigint {
  return digits * 10n ** BigInt(exponent - wanted);
}
