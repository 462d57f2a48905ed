import { useEffect, useMemo, useRef } from "react";
import { useKeys } from "./use-keys.js";

interface RowKeys<T> {
  rows: T[];
  scroller: { current: HTMLElement | null };
  scrollTo: (index: number) => void;
  focusFilters: () => void;
  onRetry?: ((row: T) => void) | undefined;
  onPick: ((index: number) => void) | undefined;
}

/** j, k, x, / and r. The current row is the one whose link has the focus, so Enter opens it without any code. */
export function useRowKeys<T>(options: RowKeys<T>): void {
  const latest = useRef(options);
  /** A row outside the visible part, to be focused when the list has scrolled to it. */
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    latest.current = options;
    if (wanted.current !== null && focusRow(options.scroller.current, wanted.current)) wanted.current = null;
  });
  const keys = useMemo(() => {
    const move = (step: number) => {
      const { rows, scroller, scrollTo } = latest.current;
      const index = focusedRow();
      const next = index === null ? 0 : Math.min(Math.max(index + step, 0), rows.length - 1);
      scrollTo(next);
      if (!focusRow(scroller.current, next)) wanted.current = next;
    };
    return {
      j: () => move(1),
      k: () => move(-1),
      "/": () => latest.current.focusFilters(),
      r: () => {
        const row = latest.current.rows[focusedRow() ?? -1];
        if (row !== undefined) latest.current.onRetry?.(row);
      },
      x: () => {
        const index = focusedRow();
        if (index !== null) latest.current.onPick?.(index);
      },
    };
  }, []);
  useKeys(keys);
}

function focusedRow(): number | null {
  const index = (document.activeElement as HTMLElement | null)?.dataset["index"];
  return index === undefined ? null : Number(index);
}

function focusRow(scroller: HTMLElement | null, index: number): boolean {
  const link = scroller?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null;
  link?.focus({ preventScroll: true });
  return link !== null;
}
