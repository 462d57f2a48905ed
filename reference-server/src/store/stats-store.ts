import type { Millis } from "../domain/domain.js";
import type { Scope, TenantFilter } from "./scope.js";

/** By destination: its id, its tenant. */
export interface StatsFilter extends TenantFilter {
  destination_id?: string | undefined;
}

export interface StatsStore {
  /** From roll-ups by minute, never a scan over deliveries. */
  counts(
    scope: Scope,
    filter: StatsFilter & { since: Millis; until: Millis; bucketMs: Millis },
  ): Promise<StatsBucket[]>;
  /** As `counts`, in one sum for each existing destination that has counts in the range or dead deliveries. In steps. */
  countsByDestination(
    scope: Scope,
    filter: StatsFilter & { since: Millis; until: Millis },
  ): Promise<DestinationCounts[]>;
  /** Now: dead deliveries, due ones waiting (counted to `COUNT_DUE_TO`), and since when the oldest has. */
  backlog(
    scope: Scope,
    filter: StatsFilter & { now: Millis },
  ): Promise<{ dead: number; due: number; oldestDueAt: Millis | null }>;
  /** For /metrics, over all environments. */
  totals(now: Millis): Promise<{
    due: number;
    inFlight: number;
    dead: number;
    pausedByBreaker: number;
    oldestDueAgeMs: Millis;
  }>;
}

export interface StatsBucket extends StatsCounts {
  at: Millis;
}

export interface DestinationCounts extends StatsCounts {
  destination_id: string;
  /** Now. */
  dlqDepth: number;
}

export interface StatsCounts {
  ingested: number;
  succeeded: number;
  failed: number;
  rejected: number;
  dead: number;
  /** Attempts per latency bound in ms (LATENCY_BOUNDS_MS in stats.ts), the last one unbounded. */
  latency: number[];
}
