import { type LinkProps, Link } from "@tanstack/react-router";
import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { memo, type ReactNode, useCallback, useEffect, useRef } from "react";
import { useRowKeys } from "./use-row-keys.js";
import type { Selection } from "./use-selection.js";
import "./row-table.css";

export interface Column<T> {
  title: string;
  /** A track of `grid-template-columns`. */
  width: string;
  cell: (row: T) => ReactNode;
  narrowWidth?: string;
  /** Left out where the table is narrow. */
  wideOnly?: boolean;
}

export interface RowTableProps<T extends { id: string }> {
  /** The name of the table, for screen readers. */
  label: string;
  /** One of them, and several. */
  noun: [one: string, many: string];
  rows: T[];
  columns: Column<T>[];
  /** The column whose text leads to the row's page, which the whole row then does. */
  linkColumn: number;
  linkOf: (row: T) => Pick<LinkProps, "to" | "params">;
  hasMore: boolean;
  loadMore: () => void;
  focusFilters: () => void;
  /** The key `r` on a row. */
  onRetry?: ((row: T) => void) | undefined;
  /** A box to pick each row, also with the key `x`. */
  selection?: Selection<T> | undefined;
}

const ROW_HEIGHT = 44;
/** More rows are fetched when so few are left below the visible ones. */
const FETCH_AHEAD = 30;

/** Rows that lead to pages. Only the visible ones are in the document, so that 100,000 scroll as smoothly as ten. */
export function RowTable<T extends { id: string }>(props: RowTableProps<T>) {
  const { label, noun, rows, columns, hasMore, loadMore, selection, ...keys } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 5,
    // The positions of all rows are computed again whenever this function changes.
    getItemKey: useCallback((index: number) => rows[index]?.id ?? index, [rows]),
  });
  const items = virtual.getVirtualItems();
  const isNearEnd = (items.at(-1)?.index ?? 0) >= rows.length - FETCH_AHEAD;
  useEffect(() => {
    if (isNearEnd && hasMore) loadMore();
  }, [isNearEnd, hasMore, loadMore]);
  useRowKeys({ ...keys, rows, scroller, scrollTo: virtual.scrollToIndex, onPick: selection?.toggle });
  return (
    <div className="row-table" style={tracksOf(columns, selection !== undefined)}>
      <div
        className="row-grid"
        role="table"
        aria-label={label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
      >
        <div role="rowgroup">
          <div role="row" aria-rowindex={1} className="table-row table-head">
            {selection && (
              <span role="columnheader">
                <PickAll selection={selection} rows={rows} />
              </span>
            )}
            {columns.map(({ title, wideOnly }) => (
              <span key={title} role="columnheader" className={wideOnly === true ? "wide-only" : ""}>
                {title}
              </span>
            ))}
          </div>
        </div>
        <div ref={scroller} className="row-scroll" role="presentation">
          <div role="rowgroup" className="row-body" style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index];
              return row && <Row key={item.key} item={item} row={row} {...props} />;
            })}
          </div>
        </div>
      </div>
      <p className="row-foot muted small" role="status">
        {rows.length} {noun[rows.length === 1 ? 0 : 1]}
        {hasMore && " loaded, more below"}
      </p>
    </div>
  );
}

function tracksOf<T>(columns: Column<T>[], hasBoxes: boolean): React.CSSProperties {
  const boxes = hasBoxes ? ["24px"] : [];
  const narrow = columns
    .filter(({ wideOnly }) => wideOnly !== true)
    .map(({ width, narrowWidth = width }) => narrowWidth);
  return {
    "--wide-columns": [...boxes, ...columns.map(({ width }) => width)].join(" "),
    "--narrow-columns": [...boxes, ...narrow].join(" "),
  } as React.CSSProperties;
}

function PickAll<T extends { id: string }>({ selection, rows }: { selection: Selection<T>; rows: T[] }) {
  const { size } = selection.picked;
  const box = useRef<HTMLInputElement>(null);
  const isAll = size > 0 && rows.every(({ id }) => selection.picked.has(id));
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = size > 0 && !isAll;
  }, [size, isAll]);
  return (
    <input
      ref={box}
      type="checkbox"
      className="row-box"
      aria-label="Pick all rows that are loaded"
      checked={isAll}
      onChange={selection.toggleAll}
    />
  );
}

/** Memoized: a step of scrolling draws only the rows that come into view. */
const Row = memo(RowOf) as typeof RowOf;

function RowOf<T extends { id: string }>({
  item,
  row,
  columns,
  linkColumn,
  linkOf,
  noun,
  selection,
}: RowTableProps<T> & { item: VirtualItem; row: T }) {
  return (
    <div
      role="row"
      aria-rowindex={item.index + 2}
      className="table-row link-row"
      style={{ transform: `translateY(${item.start}px)`, height: item.size }}
    >
      {selection && (
        <span role="cell">
          <input
            type="checkbox"
            className="row-box"
            aria-label={`Pick ${noun[0]} ${row.id}`}
            checked={selection.picked.has(row.id)}
            onChange={({ nativeEvent }) =>
              selection.toggle(item.index, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
            }
          />
        </span>
      )}
      {columns.map(({ title, cell, wideOnly }, index) => (
        <span key={title} role="cell" className={wideOnly === true ? "clip wide-only" : "clip"}>
          {index === linkColumn ? (
            <Link {...linkOf(row)} className="row-link" data-index={item.index}>
              {cell(row)}
            </Link>
          ) : (
            cell(row)
          )}
        </span>
      ))}
    </div>
  );
}
