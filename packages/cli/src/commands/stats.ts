import type { GetStatsQuery, Stats, StatsGroup } from "@harbor/client";
import { type Command, Option } from "commander";
import { given, moment } from "../arguments.js";
import { localTime, millis } from "../output/format.js";
import type { Column } from "../output/table.js";
import { run } from "../run.js";

interface StatsOptions {
  destination?: string;
  tenant?: string;
  since?: string;
  until?: string;
  bucket?: GetStatsQuery["bucket"];
  groupBy?: GetStatsQuery["group_by"];
}

const GROUP_COLUMNS: Column<StatsGroup>[] = [
  { title: "DESTINATION", text: ({ destination_id }) => destination_id, shrinks: true, least: 14 },
  { title: "SUCCEEDED", text: ({ attempts }) => String(attempts.succeeded) },
  { title: "FAILED", text: ({ attempts }) => String(attempts.failed) },
  { title: "REJECTED", text: ({ attempts }) => String(attempts.rejected) },
  { title: "DEAD NOW", text: ({ dlq_depth }) => String(dlq_depth) },
  { title: "P95", text: ({ latency_ms: { p95 } }) => (p95 === null ? "-" : millis(p95)), optional: true },
];

export function registerStats(program: Command): void {
  program
    .command("stats")
    .summary("counts and latencies")
    .description(
      "Shows events, attempts and deliveries of the last 24 hours or another range, and the backlog now.",
    )
    .option("--destination <destination>", "only this destination")
    .option("--tenant <tenant>", "only destinations of this tenant; empty: without one")
    .option("--since <time>", "start: a time, or how long ago (2h)", moment)
    .option("--until <time>", "end (default: now)", moment)
    .addOption(
      new Option("--bucket <width>", "width of the time buckets, which --json shows").choices([
        "minute",
        "hour",
        "day",
      ]),
    )
    .addOption(
      new Option("--group-by <field>", "also the counts of each destination").choices(["destination"]),
    )
    .action(
      run<StatsOptions>(async ({ options, output, connect }) => {
        const { destination, tenant, since, until, bucket, groupBy } = options;
        const query = given({ destination_id: destination, tenant, since, until, bucket, group_by: groupBy });
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
        // With --json the groups are part of the record.
        if (stats.groups !== null && !output.json) output.list(stats.groups, GROUP_COLUMNS, "No deliveries.");
      }),
    );
}

function latencyText({ p50, p95, p99 }: Stats["totals"]["latency_ms"]): string {
  return p50 === null ? "-" : `p50 ${millis(p50)}, p95 ${millis(p95)}, p99 ${millis(p99)}`;
}

function backlogText({ due, oldest_due_age_seconds: ageSeconds }: Stats["backlog"]): string {
  return ageSeconds === null ? `${due} due` : `${due} due, the oldest for ${Math.round(ageSeconds)} s`;
}
