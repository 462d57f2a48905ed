import type { GetStatsQuery, Stats } from "@harbor/client";
import { type Command, Option } from "commander";
import { given, moment } from "../arguments.js";
import { localTime, millis } from "../output/format.js";
import { run } from "../run.js";

interface StatsOptions {
  destination?: string;
  since?: string;
  until?: string;
  bucket?: GetStatsQuery["bucket"];
}

export function registerStats(program: Command): void {
  program
    .command("stats")
    .summary("counts and latencies")
    .description(
      "Shows events, attempts and deliveries of the last 24 hours or another range, and the backlog now.",
    )
    .option("--destination <destination>", "only this destination")
    .option("--since <time>", "start: a time, or how long ago (2h)", moment)
    .option("--until <time>", "end (default: now)", moment)
    .addOption(
      new Option("--bucket <width>", "width of the time buckets, which --json shows").choices([
        "minute",
        "hour",
        "day",
      ]),
    )
    .action(
      run<StatsOptions>(async ({ options, output, connect }) => {
        const { destination, since, until, bucket } = options;
        const query = given({ destination_id: destination, since, until, bucket });
        const stats = await connect().client.stats.get(query);
        const { ingested, attempts, delivered, dead, success_rate, latency_ms } = stats.totals;
        output.record(stats, [
          ["range", `${localTime(stats.since)} to ${localTime(stats.until)}`],
          ["events", String(ingested)],
          [
            "attempts",
            `${attempts.succeeded} succeeded, ${attempts.failed} failed, ${attempts.rejected} rejected`,
          ],
          ["deliveries", `${delivered} succeeded, ${dead} dead`],
          ["success rate", success_rate === null ? "-" : `${(success_rate * 100).toFixed(1)} % of attempts`],
          ["latency", latencyText(latency_ms)],
          ["backlog now", backlogText(stats.backlog)],
          ["dead now", String(stats.dlq_depth)],
        ]);
      }),
    );
}

function latencyText({ p50, p95, p99 }: Stats["totals"]["latency_ms"]): string {
  return p50 === null ? "-" : `p50 ${millis(p50)}, p95 ${millis(p95)}, p99 ${millis(p99)}`;
}

function backlogText({ due, oldest_due_age_seconds: ageSeconds }: Stats["backlog"]): string {
  return ageSeconds === null ? `${due} due` : `${due} due, the oldest for ${Math.round(ageSeconds)} s`;
}
