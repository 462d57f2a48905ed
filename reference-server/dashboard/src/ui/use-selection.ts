import { useMemo, useRef, useState } from "react";

/** Rows that the user has picked. */
export interface Selection<T> {
  picked: ReadonlyMap<string, T>;
  /** With `toHere`, all rows from the last one that was picked. */
  toggle: (index: number, toHere?: boolean) => void;
  /** Picks all rows, or none if all are. */
  toggleAll: () => void;
  clear: () => void;
}

/** Rows stay picked while the list is refreshed or grows, but not when it becomes another list, so that only rows that are seen are changed. */
export function useSelection<T extends { id: string }>(rows: readonly T[], list: string): Selection<T> {
  const [state, setState] = useState<{ list: string; picked: ReadonlyMap<string, T> }>({
    list,
    picked: new Map(),
  });
  const last = useRef(0);
  const picked = useMemo(() => (state.list === list ? state.picked : new Map<string, T>()), [state, list]);
  return useMemo(() => {
    const setPicked = (next: ReadonlyMap<string, T>) => setState({ list, picked: next });
    const isPicked = (index: number) => picked.has(rows[index]?.id ?? "");
    return {
      picked,
      toggle: (index, toHere = false) => {
        const [from, to] = toHere
          ? [Math.min(last.current, index), Math.max(last.current, index)]
          : [index, index];
        const next = new Map(picked);
        for (const row of rows.slice(from, to + 1)) {
          if (isPicked(index)) next.delete(row.id);
          else next.set(row.id, row);
        }
        last.current = index;
        setPicked(next);
      },
      toggleAll: () =>
        setPicked(
          rows.every(({ id }) => picked.has(id)) ? new Map() : new Map(rows.map((row) => [row.id, row])),
        ),
      clear: () => setPicked(new Map()),
    };
  }, [picked, rows, list]);
}
