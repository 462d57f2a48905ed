import type { StatsBucket } from "@harbor/client";
import type { Series } from "../../ui/plot.js";

/** The attempts of each bucket by their outcome. */
export function attemptSeries(buckets: StatsBucket[]): { times: number[]; series: Series[] } {
  return {
    times: buckets.map(({ start }) => Date.parse(start) / 1000),
    series: [
      { label: "Succeeded", color: "--good", values: buckets.map((b) => b.attempts.succeeded) },
      { label: "Failed", color: "--warn", values: buckets.map((b) => b.attempts.failed) },
      { label: "Rejected", color: "--bad", values: buckets.map((b) => b.attempts.rejected) },
    ],
  };
}
