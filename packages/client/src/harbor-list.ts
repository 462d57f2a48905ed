import { type Answer, HarborPromise } from "./harbor-promise.js";

/** A page of a list; `next_cursor` is null on the last. */
export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

/** Fetches the page behind a cursor; without one, the first. */
export type FetchPage<T> = (cursor?: string, signal?: AbortSignal) => Promise<Answer<Page<T>>>;

/**
 * A list, newest first. Awaited it is its first page; iterated it is all items, page after page, where the next page is
 * fetched while the current one is consumed. Nothing is requested before either.
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

  /** Up to `limit` items, newest first; no page is fetched that is not needed. */
  async toArray({ limit }: { limit: number }): Promise<T[]> {
    const items: T[] = [];
    if (limit <= 0) return items;
    for await (const { data } of this.#pages(limit)) items.push(...data);
    return items.slice(0, limit);
  }

  async *#pages(needed: number): AsyncGenerator<Page<T>, void, undefined> {
    const left = new AbortController();
    let seen = 0;
    let next: Promise<Answer<Page<T>>> | undefined = this.#fetchPage(undefined, left.signal);
    try {
      while (next !== undefined) {
        const page: Page<T> = (await next).data;
        seen += page.data.length;
        const cursor = page.next_cursor;
        next = cursor !== null && seen < needed ? this.#fetchPage(cursor, left.signal) : undefined;
        next?.catch(() => undefined); // a consumer that leaves early never asks for it
        yield page;
      }
    } finally {
      left.abort();
    }
  }
}
