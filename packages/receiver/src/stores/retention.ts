const MS_PER_DAY = 86_400_000;

/**
 * How long a handled event is remembered, in days. Harbor replays an event for 30 days after its creation and may then
 * spend another two on retries; 35 outlasts both.
 * https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#handling-each-event-once
 */
const DEFAULT_RETENTION_DAYS = 35;

/** The option every store takes. */
export interface RetentionOptions {
  /** How long a handled event is remembered, in days; fractions are allowed. Default 35. */
  retentionDays?: number | undefined;
}

/** @throws RangeError when the retention is not a positive number. */
export function retentionMsOf({ retentionDays = DEFAULT_RETENTION_DAYS }: RetentionOptions): number {
  if (!Number.isFinite(retentionDays) || retentionDays <= 0) {
    throw new RangeError(`retentionDays must be a positive number of days, not ${retentionDays}.`);
  }
  return Math.ceil(retentionDays * MS_PER_DAY);
}
