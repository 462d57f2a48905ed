import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

export interface BatchFailure {
  id: string;
  message: string;
}

export interface Progress {
  total: number;
  done: number;
  failed: number;
  /** The first ones. */
  failures: BatchFailure[];
}

export interface Batch {
  /** Null before the first start, and after `dismiss`. */
  progress: Progress | null;
  isRunning: boolean;
  stop: () => void;
  dismiss: () => void;
}

interface BatchOptions<T> {
  each: (item: T) => Promise<void>;
  /** First parts of the keys of the queries whose data it changes. */
  changes: string[];
}

const KEPT_FAILURES = 20;
/** Calls at the same time: enough to be fast, few enough to leave room to others of the same account. */
const CONCURRENCY = 4;

/**
 * Does the same to many items, a few at a time. One that fails is listed and does not stop the others. It stops when the page is left,
 * because its progress is seen there only.
 */
export function useBatch<T extends { id: string }>({ each, changes }: BatchOptions<T>) {
  const queries = useQueryClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [isRunning, setRunning] = useState(false);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const start = async (items: readonly T[]) => {
    const { signal } = (abort.current = new AbortController());
    const left = items.values();
    const now: Progress = { total: items.length, done: 0, failed: 0, failures: [] };
    const show = () => setProgress({ ...now });
    const work = async () => {
      while (!signal.aborted) {
        const next = left.next();
        if (next.done === true) return;
        try {
          await each(next.value);
          now.done += 1;
        } catch (error) {
          now.failed += 1;
          if (now.failed <= KEPT_FAILURES)
            now.failures = [...now.failures, { id: next.value.id, message: messageOf(error) }];
        }
        show();
      }
    };
    show();
    setRunning(true);
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    setRunning(false);
    await Promise.all(changes.map((name) => queries.invalidateQueries({ queryKey: [name] })));
  };
  const stop = useCallback(() => abort.current?.abort(), []);
  const dismiss = useCallback(() => setProgress(null), []);
  return { start, progress, isRunning, stop, dismiss };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
