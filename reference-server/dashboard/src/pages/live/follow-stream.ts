import type { Delivery, Harbor, StreamDeliveriesQuery } from "@harbor/client";

export type Row = Delivery & { key: string };

export interface Followed {
  connection: "opening" | "open" | "broken";
  /** Whether changes are missing since this was last reset. */
  hasGap: boolean;
  /** Changes since this was last reset. */
  count: number;
  /** The newest of them, the newest last. */
  rows: Row[];
}

export const SHOWN = 200;

/** Collects the changes of the stream, in `now`, until the signal or an error that connecting again cannot fix. */
export function followStream(
  harbor: Harbor,
  query: StreamDeliveriesQuery,
  signal: AbortSignal,
): { now: Followed; ended: Promise<void> } {
  const now: Followed = { connection: "opening", hasGap: false, count: 0, rows: [] };
  let continues = false;
  const { stream } = harbor.withOptions({
    onRequest({ headers }) {
      if (now.connection === "open") now.connection = "broken";
      continues = headers.has("last-event-id");
    },
    onResponse({ status }) {
      if (status !== 200) return;
      now.hasGap ||= now.connection === "broken" && !continues;
      now.connection = "open";
    },
  });
  const follow = async () => {
    for await (const { id, event, data } of stream.deliveries(query, { signal })) {
      if (event === "gap") now.hasGap = true;
      if (event !== "delivery") continue;
      now.count += 1;
      now.rows.push({ ...data, key: id });
      if (now.rows.length > SHOWN) now.rows.shift();
    }
  };
  return { now, ended: follow() };
}
