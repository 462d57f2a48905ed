import type { IdPrefix } from "../ids.js";

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Whether `text` has the form of an id of this kind. Anything else cannot exist, so the store is not queried. */
export function isId(prefix: IdPrefix, text: string): boolean {
  return text.startsWith(`${prefix}_`) && ULID.test(text.slice(prefix.length + 1));
}
