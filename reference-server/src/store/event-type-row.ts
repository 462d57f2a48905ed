import { createHash } from "node:crypto";
import type { EventType } from "../domain/domain.js";
import type { EventTypeRule } from "./pipeline.js";
import type { Listed, Page } from "./resources.js";

/** An entry of the catalogue as both stores have it. `size`: of schema and example, so that a page can be measured first. */
export type EventTypeRow = EventType & { schema_id: string | null; size: number };

/** The part that accepting an event needs. */
export function ruleOf({ type, visibility, validation, schema }: EventType): EventTypeRule {
  const schema_id = schema === null ? null : createHash("sha256").update(schema).digest("base64url");
  return { type, visibility, validation, schema_id };
}

export function toEventTypeRow(eventType: EventType): EventTypeRow {
  const { schema, example } = eventType;
  return {
    ...eventType,
    schema_id: ruleOf(eventType).schema_id,
    size: Buffer.byteLength(schema ?? "") + Buffer.byteLength(example ?? ""),
  };
}

export type EventTypeSize = Pick<EventTypeRow, "type" | "size">;

/** The part of `found`, which is one more than the page takes, that fits; the first one always does. */
export function fittingTypes(
  found: readonly EventTypeSize[],
  { limit, maxBytes = Infinity }: Page,
): Listed<string> {
  let bytes = 0;
  const end = found.findIndex(({ size }, index) => {
    bytes += size;
    return index === limit || (index > 0 && bytes > maxBytes);
  });
  const items = (end === -1 ? found : found.slice(0, end)).map(({ type }) => type);
  return { items, more: items.length < found.length };
}
