import type { Destination, EventDelivery } from "@harbor/client";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useHarbor } from "../../app/harbor.js";
import { sliceMember } from "../../ui/exact-json.js";

interface EventBody {
  /** The exact JSON text. */
  body: string;
  ordering_key: string | null;
  deliveries: EventDelivery[];
}

export function useEventBody(id: string): UseQueryResult<EventBody> {
  const harbor = useHarbor();
  return useQuery({
    queryKey: ["events", id, "body"],
    queryFn: async ({ signal }) => {
      const { text, data } = await harbor.events.get(id, { signal }).withResponse();
      const { deliveries, ordering_key } = data;
      return { body: sliceMember(text, ["body"]) ?? "", deliveries, ordering_key };
    },
  });
}

export function useDestination(id: string): UseQueryResult<Destination> {
  const harbor = useHarbor();
  return useQuery({
    queryKey: ["destinations", id],
    queryFn: ({ signal }) => harbor.destinations.get(id, { signal }),
  });
}
