import type { EventType } from "@harbor/client";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useHarbor } from "../app/harbor.js";

/** An environment has at most this many of its own. */
const MAX_LISTED = 1100;
const STALE_MS = 60_000;

/** The whole catalogue, by name, with Harbor's own types. */
export function useEventTypes(): UseQueryResult<EventType[]> {
  const harbor = useHarbor();
  return useQuery({
    queryKey: ["event-types", "all"],
    queryFn: ({ signal }) =>
      harbor.eventTypes.list({ limit: 100 }, { signal }).toArray({ limit: MAX_LISTED }),
    staleTime: STALE_MS,
  });
}
