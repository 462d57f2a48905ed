import { useCallback, useEffect, useRef, useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { useQueryClient } from "@tanstack/react-query";
import { CALLER_KEY } from "../../app/caller.js";
import { type Followed, followStream, type Row, SHOWN } from "./follow-stream.js";

interface View extends Pick<Followed, "connection" | "hasGap"> {
  /** The newest first. */
  rows: Row[];
  seen: number;
  perSecond: number;
  error: Error | null;
}

interface Stream extends View {
  restart: () => void;
  clear: () => void;
}

/** The page is drawn this often at most, however many changes arrive. */
const DRAW_MS = 250;
const EMPTY: View = { rows: [], seen: 0, perSecond: 0, connection: "opening", hasGap: false, error: null };

/** Follows the stream. Changes are collected and drawn in steps, so that thousands a second do not freeze the page. */
export function useStream(
  { destination_id, event_type }: { destination_id?: string; event_type?: string },
  isPaused: boolean,
): Stream {
  const harbor = useHarbor();
  const queries = useQueryClient();
  const [view, setView] = useViewOf(JSON.stringify([destination_id, event_type]));
  const [attempt, setAttempt] = useState(0);
  const paused = useRef(isPaused);
  useEffect(() => {
    paused.current = isPaused;
  }, [isPaused]);
  const undrawn = useRef<Row[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    const query = { ...(destination_id && { destination_id }), ...(event_type && { event_type }) };
    const { now, ended } = followStream(harbor, query, abort.signal);
    undrawn.current = now.rows;
    const arrivals: { at: number; count: number }[] = [];
    const draw = () => {
      const at = performance.now();
      arrivals.push({ at, count: now.count });
      while (arrivals[0] !== undefined && at - arrivals[0].at > 1000) arrivals.shift();
      const perSecond = arrivals.reduce((sum, { count }) => sum + count, 0);
      const step = { ...now, perSecond, rows: paused.current ? [] : now.rows.splice(0).reverse() };
      Object.assign(now, { count: 0, hasGap: false });
      setView((last) => nextView(last, step));
    };
    const timer = setInterval(draw, DRAW_MS);
    ended.catch((cause: unknown) => {
      if (abort.signal.aborted) return;
      setView((last) => ({ ...last, error: cause as Error }));
      // The session may have ended.
      void queries.invalidateQueries({ queryKey: CALLER_KEY });
    });
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [harbor, queries, destination_id, event_type, attempt, setView]);
  const clear = useCallback(() => {
    undrawn.current.length = 0;
    setView(({ connection, error }) => ({ ...EMPTY, connection, error }));
  }, [setView]);
  const restart = useCallback(() => {
    setView((last) => ({ ...last, error: null, hasGap: last.hasGap || last.connection !== "opening" }));
    setAttempt((last) => last + 1);
  }, [setView]);
  return { ...view, restart, clear };
}

/** Begins empty with each other filter. */
function useViewOf(filter: string) {
  const [state, setState] = useState({ filter, view: EMPTY });
  const setView = useCallback(
    (change: (last: View) => View) =>
      setState((last) => {
        const view = change(last.filter === filter ? last.view : EMPTY);
        return last.filter === filter && last.view === view ? last : { filter, view };
      }),
    [filter],
  );
  return [state.filter === filter ? state.view : EMPTY, setView] as const;
}

function nextView(
  last: View,
  { count, ...step }: Omit<Followed, "rows"> & Pick<View, "rows" | "perSecond">,
): View {
  const next: View = {
    ...step,
    rows: step.rows.length === 0 ? last.rows : [...step.rows, ...last.rows].slice(0, SHOWN),
    seen: last.seen + count,
    hasGap: last.hasGap || step.hasGap,
    error: last.error,
  };
  const names = Object.keys(next) as (keyof View)[];
  return names.every((name) => next[name] === last[name]) ? last : next;
}
