import { useMemo, useState } from "react";

/** Rows that the user has picked. */
export interface Selection<T> {
  picked: ReadonlyMap<string, T>;
  /** With `toHere`, all rows from the last one that was picked. */
  toggle: (index: number, toHere?: boolean) => void;
  /** Picks all rows, or none if all are. */
  toggleAll: () => void;
  clear: () => void;
}

interface State<T> {
  list: string;
  picked: ReadonlyMap<string, T>;
  /** The row where a range begins. Its id, because its index changes when the list is refreshed. */
  anchor: string | null;
}

/** Rows stay picked while the list is refreshed or grows, but not when it becomes another list, so that only rows that are seen are changed. */
export function useSelection<T extends { id: string }>(rows: readonly T[], list: string): Selection<T> {
  const [state, setState] = useState<State<T>>({ list, picked: new Map(), anchor: null });
  const { picked, anchor } = useMemo(
    () => (state.list === list ? state : { picked: new Map<string, T>(), anchor: null }),
    [state, list],
  );
  return useMemo(() => {
    const set = (next: ReadonlyMap<string, T>, from: string | null = null) =>
      setState({ list, picked: next, anchor: from });
    return {
      picked,
      toggle: (index, toHere = false) => {
        const row = rows[index];
        if (row === undefined) return;
        const start = toHere ? rows.findIndex(({ id }) => id === anchor) : -1;
        const [from, to] = start === -1 ? [index, index] : [Math.min(start, index), Math.max(start, index)];
        const next = new Map(picked);
        for (const each of rows.slice(from, to + 1)) {
          if (picked.has(row.id)) next.delete(each.id);
          else next.set(each.id, each);
        }
        set(next, row.id);
      },
      toggleAll: () =>
        set(rows.every(({ id }) => picked.has(id)) ? new Map() : new Map(rows.map((row) => [row.id, row]))),
      clear: () => set(new Map()),
    };
  }, [picked, anchor, rows, list]);
}
