import type { Clock } from "../../src/clock.js";
import type { HandOff } from "../../src/delivery/waiting-room.js";
import type { Transport } from "../../src/delivery/send/transport.js";
import type { LeasedDelivery, Store } from "../../src/store/store.js";

/** The parts of a simulated process. */
export interface Parts {
  store: Store;
  clock: Clock;
  transport: Transport;
}

export interface PlantedParts extends Parts {
  handOff: (worker: HandOff) => HandOff;
}

const DAY = 86_400_000;

function withLastingToken(delivery: LeasedDelivery): LeasedDelivery {
  return delivery.token === null ? delivery : { ...delivery, token: { ...delivery.token, use_by: Infinity } };
}

/** Small bugs of the kind that such a system has, each in the place where it would sit. */
const BUGS = {
  /** Responds 202 and stores nothing. */
  acknowledgesUnstored: (parts: Parts) => ({
    store: {
      ...parts.store,
      commit: (batch) =>
        Promise.resolve({
          result: batch.map((item) => ({
            status: "created" as const,
            event: item.event,
            deliveries: [],
          })),
        }),
    } satisfies Store,
  }),
  /** Reports an attempt as recorded and does not record it. */
  losesSettlements: ({ store }: Parts) => ({
    store: {
      ...store,
      settle: (batch) =>
        Promise.resolve({
          recorded: batch.map(() => false),
          deliveries: batch.map(() => null),
          statusChanges: [],
          next: [],
        }),
    } satisfies Store,
  }),
  /** A retry falls due a day late. */
  postponesRetries: ({ store }: Parts) => ({
    store: {
      ...store,
      settle: (batch, ...rest) =>
        store.settle(
          batch.map((settlement) =>
            "due_at" in settlement.decision
              ? {
                  ...settlement,
                  decision: { ...settlement.decision, due_at: settlement.decision.due_at + DAY },
                }
              : settlement,
          ),
          ...rest,
        ),
    } satisfies Store,
  }),
  /** The cache is never notified of a change. */
  missesChanges: ({ store }: Parts) => ({
    store: {
      ...store,
      subscribe: (listener) =>
        store.subscribe((notice) => {
          if (notice.kind !== "environment_changed") listener(notice);
        }),
    } satisfies Store,
  }),
  /** A claim that failed after its transaction is not repeated: the deliveries that it leased wait without end. */
  claimsNothing: ({ store }: Parts) => ({
    store: {
      ...store,
      claim: async (options) => ({ ...(await store.claim(options)), deliveries: [] }),
    } satisfies Store,
  }),
  /** Timers longer than a second never fire. */
  losesTimers: ({ clock }: Parts) => ({
    clock: {
      ...clock,
      after: (delayMs, run) => (delayMs > 1000 ? () => undefined : clock.after(delayMs, run)),
    } satisfies Clock,
  }),
  /** Schedules by the wall clock, also when that is set back. */
  followsTheWall: ({ clock }: Parts) => ({ clock: { ...clock, now: clock.wall } satisfies Clock }),
  /** Sends each request twice. */
  sendsTwice: ({ transport }: Parts) => ({
    transport: (async (request) => {
      await transport(request);
      return await transport(request);
    }) satisfies Transport,
  }),
  /** The slot of a delivery that the commit did not lease is never returned. */
  leaksSlots: () => ({
    handOff: (worker: HandOff): HandOff => ({
      reserve: (holder, bytes) => worker.reserve(holder, bytes),
      deliver: (delivery) => worker.deliver(delivery),
      cancel: () => undefined,
    }),
  }),
  /** Counts one slot more than a destination has. */
  overbooks: ({ store }: Parts) => ({
    store: {
      ...store,
      snapshot: async (environmentId) => {
        const snapshot = await store.snapshot(environmentId);
        const destinations = snapshot.destinations.map((destination) => ({
          ...destination,
          max_concurrent_deliveries: destination.max_concurrent_deliveries + 1,
        }));
        return { ...snapshot, destinations };
      },
    } satisfies Store,
  }),
  /** Counts four seconds for each: rate limits allow four times as much. */
  countsTooFast: ({ clock }: Parts) => ({
    clock: { ...clock, now: () => clock.now() + 3 * clock.elapsed() } satisfies Clock,
  }),
  /** Sends with tokens of the rate limit that are too old. */
  keepsTokens: ({ store }: Parts) => ({
    store: {
      ...store,
      claim: async (options) => {
        const claimed = await store.claim(options);
        return { ...claimed, deliveries: claimed.deliveries.map(withLastingToken) };
      },
      settle: async (...args) => {
        const settled = await store.settle(...args);
        return { ...settled, next: settled.next.map(withLastingToken) };
      },
    } satisfies Store,
  }),
  /** Loses the ordering keys of events. */
  losesOrder: ({ store }: Parts) => ({
    store: {
      ...store,
      commit: (batch, ...rest) =>
        store.commit(
          batch.map((item) => ({ ...item, event: { ...item.event, ordering_key: null } })),
          ...rest,
        ),
    } satisfies Store,
  }),
  /** Waits in memory without end: a delivery that is returned to the queue never gets there, and its lease does not end. */
  losesReleases: ({ store }: Parts) => ({
    store: {
      ...store,
      commit: (batch, options, ...rest) => store.commit(batch, { ...options, leaseSlackMs: DAY }, ...rest),
      release: () => Promise.resolve(),
    } satisfies Store,
  }),
} satisfies Record<string, (parts: Parts) => Partial<PlantedParts>>;

export type PlantedBug = keyof typeof BUGS;
export const PLANTED_BUGS = Object.keys(BUGS) as PlantedBug[];

export function plant(bug: PlantedBug | null, parts: Parts): PlantedParts {
  const whole: PlantedParts = { ...parts, handOff: (worker) => worker };
  return bug === null ? whole : { ...whole, ...BUGS[bug](parts) };
}
