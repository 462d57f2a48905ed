import type { Delivery } from "@harbor/client";
import { useCallback, useEffect, useRef, useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { useQueryClient } from "@tanstack/react-query";
import { CALLER_KEY } from "../../app/caller.js";

type Row = Delivery & { key: string };

interface View {
  rows: Row[];
  seen: number;
  perSecond: number;
  /** Whether the server had changes that it no longer has for this page. */
  hasGap: boolean;
}

interface Stream extends View {
  error: Error | null;
  restart: () => void;
  clear: () => void;
}

const SHOWN = 200;
/** The page is drawn this often at most, however many changes arrive. */
const DRAW_MS = 250;
const EMPTY: View = { rows: [], seen: 0, perSecond: 0, hasGap: false };

/** Follows the stream. Changes are collected and drawn in steps, so that thousands a second do not freeze the page. */
export function useStream(
  { destination_id, event_type }: { destination_id?: string; event_type?: string },
  isPaused: boolean,
): Stream {
  const harbor = useHarbor();
  const queries = useQueryClient();
  const [view, setView] = useState(EMPTY);
  const [error, setError] = useState<Error | null>(null);
  const [attempt, setAttempt] = useState(0);
  const paused = useRef(isPaused);
  useEffect(() => {
    paused.current = isPaused;
  }, [isPaused]);
  useEffect(() => {
    const abort = new AbortController();
    const collected: Row[] = [];
    const arrivals: { at: number; count: number }[] = [];
    let count = 0;
    let hasGap = false;
    const draw = () => {
      const now = performance.now();
      arrivals.push({ at: now, count });
      while (arrivals[0] !== undefined && now - arrivals[0].at > 1000) arrivals.shift();
      const perSecond = arrivals.reduce((sum, each) => sum + each.count, 0);
      const fresh = collected.splice(0).reverse();
      const arrived = count;
      count = 0;
      const next = { fresh: paused.current ? [] : fresh, arrived, perSecond, hasGap };
      hasGap = false;
      setView((last) => nextView(last, next));
    };
    const timer = setInterval(draw, DRAW_MS);
    const follow = async () => {
      const query = { ...(destination_id && { destination_id }), ...(event_type && { event_type }) };
      for await (const { id, event, data } of harbor.stream.deliveries(query, { signal: abort.signal })) {
        if (event === "gap") hasGap = true;
        if (event !== "delivery") continue;
        count += 1;
        collected.push({ ...data, key: id });
        if (collected.length > SHOWN) collected.shift();
      }
    };
    follow().catch((cause: unknown) => {
      if (abort.signal.aborted) return;
      setError(cause as Error);
      // The session may have ended.
      void queries.invalidateQueries({ queryKey: CALLER_KEY });
    });
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [harbor, queries, destination_id, event_type, attempt]);
  const clear = useCallback(() => setView(EMPTY), []);
  const restart = useCallback(() => {
    setError(null);
    setAttempt((last) => last + 1);
  }, []);
  return { ...view, error, restart, clear };
}

function nextView(
  last: View,
  { fresh, arrived, perSecond, hasGap }: Omit<View, "rows" | "seen"> & { fresh: Row[]; arrived: number },
): View {
  if (arrived === 0 && last.perSecond === perSecond && !hasGap) return last;
  const rows = fresh.length === 0 ? last.rows : [...fresh, ...last.rows].slice(0, SHOWN);
  return { rows, seen: last.seen + arrived, perSecond, hasGap: last.hasGap || hasGap };
}
