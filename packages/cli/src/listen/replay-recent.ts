import { type Event, type Harbor, HarborError } from "@harbor/client";
import type { ListenView } from "./view.js";

interface ReplayOptions {
  destinationId: string;
  events: readonly string[];
  count: number;
  view: ListenView;
}

/** The maximum number of events that are searched for matching ones. */
const MAX_SEARCHED = 1000;

/** Delivers the last events of the tunnel's types, oldest first; those that its filter does not match are skipped. */
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
  let searched = 0;
  for await (const event of client.events.list({ limit: 100 })) {
    if (found.length === count || ++searched > MAX_SEARCHED) break;
    if (patterns.some((pattern) => takes(pattern, event.type))) found.push(event);
  }
  return found;
}

/** False if the filter does not match the event. */
async function replay(client: Harbor, id: string, destinationId: string): Promise<boolean> {
  try {
    await client.events.replay(id, { destination_ids: [destinationId] });
    return true;
  } catch (error) {
    if (error instanceof HarborError && error.code === "destination_not_subscribed") return false;
    throw error;
  }
}

/** Whether a [pattern](https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#patterns) matches: `*` is one segment, a final `**` one or more. */
export function takes(pattern: string, type: string): boolean {
  // Only patterns that begin with `harbor.` match Harbor's own events.
  if (type.startsWith("harbor.") && !pattern.startsWith("harbor.")) return false;
  const wanted = pattern.split(".");
  const segments = type.split(".");
  const open = wanted.at(-1) === "**";
  if (open ? segments.length < wanted.length : segments.length !== wanted.length) return false;
  return wanted.every((part, at) => part === "*" || part === "**" || part === segments[at]);
}
