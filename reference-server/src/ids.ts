import { randomFillSync } from "node:crypto";
import { monotonicFactory } from "ulid";

export type IdPrefix = "proj" | "key" | "dest" | "sub" | "evt" | "del" | "req" | "skey" | "ps";
/** Of a time that is not before `notBefore`, also where the clock is behind it. */
export type NewId = (prefix: IdPrefix, notBefore?: number) => string;

/** Ids: prefix + ULID, time-ordered and monotonic inside a process. */
export function createIds(now: () => number): NewId {
  const random = createRandom();
  const ulid = monotonicFactory(random);
  // Of its own: a monotonic factory does not go back, and the other ids keep to the clock.
  const ahead = monotonicFactory(random);
  return (prefix, notBefore = 0) => {
    const time = now();
    return `${prefix}_${notBefore > time ? ahead(notBefore) : ulid(time)}`;
  };
}

/** Random bytes are drawn many at a time: a ULID asks for 16, and drawing each by itself costs more than the rest of a request. */
const POOL_BYTES = 4096;

/** Uniform in [0, 1), from the system's random source. */
function createRandom(): () => number {
  const pool = Buffer.alloc(POOL_BYTES);
  let at = POOL_BYTES;
  return () => {
    if (at === POOL_BYTES) {
      randomFillSync(pool);
      at = 0;
    }
    return pool.readUInt8(at++) / 256;
  };
}
