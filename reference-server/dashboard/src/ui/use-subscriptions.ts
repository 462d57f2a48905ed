import type { Subscription } from "@harbor/client";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useHarbor } from "../app/harbor.js";

const MAX_LISTED = 1000;

/** The subscriptions of a destination, or of all. */
export function useSubscriptions(destinationId: string | undefined): UseQueryResult<Subscription[]> {
  const harbor = useHarbor();
  return useQuery({
    queryKey: ["subscriptions", destinationId ?? "all"],
    queryFn: ({ signal }) =>
      harbor.subscriptions
        .list(
          { ...(destinationId !== undefined && { destination_id: destinationId }), limit: 100 },
          { signal },
        )
        .toArray({ limit: MAX_LISTED }),
  });
}
