import type { Destination } from "@harbor/client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useHarbor } from "../app/harbor.js";

/** An environment has at most this many without a setting of its own. */
const MAX_LISTED = 1000;
const STALE_MS = 60_000;

interface Destinations {
  list: Destination[];
  /** The name of a destination, else its URL, else its id. */
  nameOf: (id: string) => string;
}

/** All destinations, for their names in lists and for choosing one. */
export function useDestinations(): Destinations {
  const harbor = useHarbor();
  const { data } = useQuery({
    queryKey: ["destinations", "all"],
    queryFn: ({ signal }) =>
      harbor.destinations.list({ limit: 100 }, { signal }).toArray({ limit: MAX_LISTED }),
    staleTime: STALE_MS,
  });
  return useMemo(() => {
    const list = data ?? [];
    const names = new Map(list.map(({ id, name, url }) => [id, name ?? url]));
    return { list, nameOf: (id: string) => names.get(id) ?? id };
  }, [data]);
}
