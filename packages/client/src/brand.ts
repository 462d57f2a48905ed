export interface Branded {
  /** The class on the right of `instanceof`: the branded one or a subclass, which inherits its `Symbol.hasInstance`. */
  constructor: abstract new (...args: never[]) => object;
  of: abstract new (...args: never[]) => object;
  /** From `Symbol.for`, which every copy of this package shares. */
  brand: symbol;
}

/** `instanceof` across copies of this package: by brand for the branded class, by prototype for its subclasses. */
export function isInstance(value: unknown, { constructor, of, brand }: Branded): boolean {
  if (constructor !== of) return Function.prototype[Symbol.hasInstance].call(constructor, value);
  return typeof value === "object" && value !== null && brand in value;
}
