import { HarborError } from "./harbor-error.js";
import { HarborPromise, type HarborResponse } from "./harbor-promise.js";

/** A page of a list; `next_cursor` is null on the last. */
export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

/** Fetches the page at a cursor; without one, the first. */
export type FetchPage<T> = (cursor?: string, signal?: AbortSignal) => Promise<HarborResponse<Page<T>>>;

/**
 * A list, newest first. Awaited, it is its first page. Iterated, it is all items, page after page; the next page is fetched
 * while the current one is consumed. Nothing is requested before either.
 *
 * @example
 * ```ts
 * const { data, next_cursor } = await harbor.deliveries.list({ limit: 5 });
 * for await (const delivery of harbor.deliveries.list({ status: "dead" })) console.log(delivery.id);
 * const latest = await harbor.events.list().toArray({ limit: 200 });
 * ```
 */
export class HarborList<T> extends HarborPromise<Page<T>> implements AsyncIterable<T> {
  readonly #fetchPage: FetchPage<T>;

  /** @internal */
  constructor(fetchPage: FetchPage<T>) {
    super(() => fetchPage());
    this.#fetchPage = fetchPage;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const { data } of this.pages()) yield* data;
  }

  /** Page by page, for work in batches. */
  pages(): AsyncGenerator<Page<T>, void, undefined> {
    return this.#pages(Infinity);
  }

  /** Up to `limit` items, newest first; only the pages that are needed are fetched. */
  async toArray({ limit }: { limit: number }): Promise<T[]> {
    const items: T[] = [];
    if (limit <= 0) return items;
    for await (const { data } of this.#pages(limit)) items.push(...data);
    return items.slice(0, limit);
  }

  async *#pages(needed: number): AsyncGenerator<Page<T>, void, undefined> {
    const left = new AbortController();
    const checkCursor = cycleCheck();
    let seen = 0;
    let next: Promise<HarborResponse<Page<T>>> | undefined = this.#fetchPage(undefined, left.signal);
    try {
      while (next !== undefined) {
        const response: HarborResponse<Page<T>> = await next;
        const page = response.data;
        seen += page.data.length;
        const cursor = page.next_cursor;
        if (cursor !== null) checkCursor(cursor, response.url);
        next = cursor !== null && seen < needed ? this.#fetchPage(cursor, left.signal) : undefined;
        next?.catch(() => undefined); // a consumer that leaves early never awaits it
        yield page;
      }
    } finally {
      left.abort();
    }
  }
}

/**
 * Fails when the cursors repeat themselves, which would be a list without an end. It remembers one cursor, a later one each
 * time that the number of pages has doubled (Brent's cycle detection), so its memory does not grow with the list.
 */
function cycleCheck(): (cursor: string, url: string) => void {
  let remembered: string | undefined;
  let pages = 0;
  let renewAt = 1;
  return (cursor, url) => {
    if (cursor === remembered) {
      const message = `The list does not advance: GET ${url} returned an earlier next_cursor once more.`;
      throw new HarborError({ code: "unexpected_response", message, method: "GET", url });
    }
    if (++pages < renewAt) return;
    remembered = cursor;
    renewAt = 2 * pages;
  };
}
