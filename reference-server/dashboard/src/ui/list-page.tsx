import type { Page } from "@harbor/client";
import { type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { Loading } from "./async.js";
import { focusFilters } from "./filters.js";
import { ErrorNotice } from "./error-notice.js";
import { RowTable, type RowTableProps } from "./row-table.js";
import { type Selection, useSelection } from "./use-selection.js";

const PAGE_SIZE = 100;

interface PageQuery {
  cursor: string | undefined;
  limit: number;
}

interface ListPageProps<T extends { id: string }> extends Pick<
  RowTableProps<T>,
  "label" | "noun" | "columns" | "linkColumn" | "linkOf" | "onRetry"
> {
  title: string;
  queryKey: QueryKey;
  fetchPage: (query: PageQuery, signal: AbortSignal) => PromiseLike<Page<T>>;
  actions?: ReactNode;
  filters?: ReactNode;
  /** Shown instead of a list without rows. */
  empty: ReactNode;
  /** Above the rows: the actions on picked ones. Without it no row can be picked. */
  bulk?: ((selection: Selection<T>, rowCount: number) => ReactNode) | undefined;
}

/** A list of the API, page after page as the reader scrolls. */
export function ListPage<T extends { id: string }>(props: ListPageProps<T>) {
  const { title, queryKey, fetchPage, actions, filters, empty, bulk, ...table } = props;
  const pages = useInfiniteQuery({
    queryKey,
    queryFn: async ({ pageParam, signal }) =>
      await fetchPage({ cursor: pageParam, limit: PAGE_SIZE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
  const { data, error, refetch, isFetching, isFetchingNextPage, fetchNextPage } = pages;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data]);
  const selection = useSelection(rows, JSON.stringify(queryKey));
  return (
    <div className="page list-page">
      <header className="page-header">
        <h1>{title}</h1>
        <div className="row">
          {actions}
          <button className="button" onClick={() => void refetch()} disabled={isFetching}>
            <RefreshCw aria-hidden />
            {isFetching ? "Loading…" : "Refresh"}
          </button>
        </div>
      </header>
      {filters}
      {bulk?.(selection, rows.length)}
      {error !== null && <ErrorNotice error={error} retry={() => void refetch()} />}
      {pages.isPending && <Loading label={table.noun[1]} />}
      {data !== undefined && rows.length === 0 && empty}
      {rows.length > 0 && (
        <RowTable
          {...table}
          rows={rows}
          selection={bulk && selection}
          hasMore={pages.hasNextPage}
          loadMore={() => {
            if (!isFetchingNextPage) void fetchNextPage();
          }}
          focusFilters={focusFilters}
        />
      )}
    </div>
  );
}
