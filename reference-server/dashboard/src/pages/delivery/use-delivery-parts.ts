import type { Destination, EventDelivery } from "@harbor/client";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useHarbor } from "../../app/harbor.js";
import { sliceMember } from "../../ui/exact-json.js";

interface EventBody {
  /** The exact JSON text. */
  body: string;
  deliveries: EventDelivery[];
}

export function useEventBody(id: string): UseQueryResult<EventBody> {
  const harbor = useHarbor();
  return useQuery({
    queryKey: ["events", id, "body"],
    queryFn: async ({ signal }) => {
      const { text, data } = await harbor.events.get(id, { signal }).withResponse();
      return { body: sliceMember(text, ["body"]) ?? "", deliveries: data.deliveries };
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
