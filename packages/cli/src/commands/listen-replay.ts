import { type Event, type Harbor, HarborError } from "@harbor/client";
import type { ListenView } from "./listen-view.js";

interface ReplayOptions {
  destinationId: string;
  events: readonly string[];
  count: number;
  view: ListenView;
}

/** How far back it looks for events of these types. */
const MOST_LOOKED_AT = 1000;

/** Delivers the last events of the tunnel's types, oldest first, and of them those that its filter takes. */
export async function replayRecent(
  client: Harbor,
  { destinationId, events, count, view }: ReplayOptions,
): Promise<void> {
  try {
    let replayed = 0;
    for (const { id } of (await lastOf(client, events, count)).reverse()) {
      if (await replay(client, id, destinationId)) replayed += 1;
    }
    view.replayed({ replayed, failed: null });
  } catch (error) {
    view.replayed({ replayed: 0, failed: error instanceof Error ? error.message : String(error) });
  }
}

async function lastOf(client: Harbor, patterns: readonly string[], count: number): Promise<Event[]> {
  const found: Event[] = [];
  let lookedAt = 0;
  for await (const event of client.events.list({ limit: 100 })) {
    if (found.length === count || ++lookedAt > MOST_LOOKED_AT) break;
    if (patterns.some((pattern) => takes(pattern, event.type))) found.push(event);
  }
  return found;
}

/** False for one that the filter does not take. */
async function replay(client: Harbor, id: string, destinationId: string): Promise<boolean> {
  try {
    await client.events.replay(id, { destination_ids: [destinationId] });
    return true;
  } catch (error) {
    if (error instanceof HarborError && error.code === "destination_not_subscribed") return false;
    throw error;
  }
}

/** docs/contract.md §3, Patterns: `*` is one whole segment, a final `**` one or more. */
export function takes(pattern: string, type: string): boolean {
  // Harbor's own events are only for patterns that name them.
  if (type.startsWith("harbor.") && !pattern.startsWith("harbor.")) return false;
  const wanted = pattern.split(".");
  const segments = type.split(".");
  const open = wanted.at(-1) === "**";
  if (open ? segments.length < wanted.length : segments.length !== wanted.length) return false;
  return wanted.every((part, at) => part === "*" || part === "**" || part === segments[at]);
}
