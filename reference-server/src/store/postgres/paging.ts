import type { Listed, Page } from "../store.js";

/** Statements ask for one row more than the page takes: its presence says that there is another page. */
export function toListed<T>(rows: T[], { limit }: Page): Listed<T> {
  return { items: rows.slice(0, limit), more: rows.length > limit };
}
