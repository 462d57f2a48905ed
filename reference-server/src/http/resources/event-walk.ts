import type { Event, ReadableEvent } from "../../domain/domain.js";
import { createPacer, type Pacer } from "../../pacer.js";
import { createKeyedLimit, type KeyedLimit } from "../keyed-limit.js";

/** Events that a walk loads at once, and the bytes of their bodies. One event always fits. */
export const WALK_PAGE = { limit: 100, maxBytes: 1_048_576 };
/** Bytes of bodies that are parsed and filtered in one turn of the event loop: at most one large body. */
const BYTES_PER_TURN = 65_536;

/** The pace of the operations that read stored events and match them with subscriptions. */
export interface EventWalks {
  /** One page of an environment at a time. */
  loading: KeyedLimit;
  filtering: Pacer;
}

export function createEventWalks(): EventWalks {
  return { loading: createKeyedLimit(1), filtering: createPacer(BYTES_PER_TURN) };
}

/** Each event of a page that is not erased, and whether it matches, in turns of the event loop that leave room for other work. */
export async function matchAll(
  { filtering }: EventWalks,
  events: readonly Event[],
  matches: (event: ReadableEvent) => boolean,
): Promise<{ event: Event; matches: boolean }[]> {
  const matched: { event: Event; matches: boolean }[] = [];
  for (const event of events.filter(isReadable)) {
    matched.push(
      await filtering.run(event.environment_id, () => ({
        result: { event, matches: matches(event) },
        cost: event.body.length,
      })),
    );
  }
  return matched;
}

function isReadable(event: Event): event is ReadableEvent {
  return event.body !== null;
}
