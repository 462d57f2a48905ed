import { monotonicFactory } from "ulid";

export type IdPrefix = "proj" | "key" | "dest" | "sub" | "evt" | "del" | "req" | "skey";
export type NewId = (prefix: IdPrefix) => string;

/** Ids: prefix + ULID, time-ordered and monotonic inside a process. */
export function createIds(now: () => number): NewId {
  const ulid = monotonicFactory();
  return (prefix) => `${prefix}_${ulid(now())}`;
}
