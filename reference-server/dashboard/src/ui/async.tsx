import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorNotice } from "./error-notice.js";

interface AsyncProps<T> {
  query: UseQueryResult<T>;
  /** The name of the data, for screen readers. */
  label: string;
  children: (data: T) => ReactNode;
}

/** The data of a query, or that it is loading, or why it failed. Data that was loaded before stays visible beside an error. */
export function Async<T>({ query, label, children }: AsyncProps<T>) {
  const { data, error, isPending, refetch } = query;
  return (
    <>
      {error !== null && <ErrorNotice error={error} retry={() => void refetch()} />}
      {isPending && <Loading label={label} />}
      {data !== undefined && children(data)}
    </>
  );
}

export function Loading({ label }: { label: string }) {
  return (
    <div className="loading" role="status">
      Loading {label}…
    </div>
  );
}
