import { createHmac, timingSafeEqual } from "node:crypto";
import { ApiError } from "../errors.js";
import type { Sealer } from "../seal.js";
import type { Visible } from "../store/store.js";

/** A cursor is valid for this list, in this scope, with these filters. */
export interface CursorBinding {
  list: string;
  scope: Visible;
  filters: Readonly<Record<string, unknown>>;
}

export interface Cursors {
  /** `id` is that of the last item of the page. */
  seal(id: string, binding: CursorBinding): string;
  /** The id inside. Throws `ApiError` `invalid_cursor` for a cursor that `seal` did not create for this binding. */
  open(cursor: string, binding: CursorBinding): string;
}

const MAC_BYTES = 16;

/** A cursor is the base64url of a MAC and the id; the MAC covers the binding. */
export function createCursors(sealer: Pick<Sealer, "derive">): Cursors {
  const key = sealer.derive("cursor");
  const macOf = (id: string, { list, scope: { environmentId, owner = null }, filters }: CursorBinding) =>
    createHmac("sha256", key)
      .update(JSON.stringify([list, environmentId, owner, sorted(filters), id]))
      .digest()
      .subarray(0, MAC_BYTES);
  return {
    seal: (id, binding) => Buffer.concat([macOf(id, binding), Buffer.from(id)]).toString("base64url"),
    open(cursor, binding) {
      const bytes = Buffer.from(cursor, "base64url");
      const id = bytes.toString("utf8", MAC_BYTES);
      const mac = bytes.subarray(0, MAC_BYTES);
      const genuine = mac.length === MAC_BYTES && timingSafeEqual(mac, macOf(id, binding));
      // Compared as text too: base64url has several spellings of the same bytes.
      if (!genuine || bytes.toString("base64url") !== cursor) throw new ApiError("invalid_cursor");
      return id;
    },
  };
}

function sorted(filters: CursorBinding["filters"]): [string, unknown][] {
  return Object.entries(filters)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
