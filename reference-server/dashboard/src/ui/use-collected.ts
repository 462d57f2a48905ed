import type { Page } from "@harbor/client";
import { type QueryKey, useQuery } from "@tanstack/react-query";
import { useState } from "react";

interface CollectOptions<T, Kept> {
  queryKey: QueryKey;
  pages: (signal: AbortSignal) => AsyncIterable<Page<T>>;
  /** The part of an item that is needed. */
  keep: (item: T) => Kept;
  enabled?: boolean;
}

/**
 * All items of a list, as of now: they are counted before the user agrees to a change of them, so that it does not change what arrives
 * afterwards. `found` is how far it is.
 */
export function useCollected<T, Kept>(options: CollectOptions<T, Kept>) {
  const { queryKey, pages, keep, enabled = true } = options;
  const [found, setFound] = useState(0);
  const { data, error, refetch } = useQuery({
    queryKey,
    enabled,
    gcTime: 0,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const all: Kept[] = [];
      for await (const page of pages(signal)) {
        all.push(...page.data.map(keep));
        setFound(all.length);
      }
      return all;
    },
  });
  return { data, error, refetch, found };
}
