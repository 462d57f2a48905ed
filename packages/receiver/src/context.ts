import type { Log } from "./log.js";

/**
 * What a handler knows about the delivery at hand.
 *
 * Event id, type and delivery id are covered by the `v2` signature unless the receiver was made with
 * `acceptUnsignedHeaders`; the retry count never is (docs/contract.md §4).
 */
export interface Context<
  Type extends string = string,
  Body = unknown,
  Listed extends boolean = boolean,
  CommitTx = never,
> {
  /** `evt_…`: the same on every attempt and every destination. */
  readonly eventId: string;
  readonly type: Type;
  /** The validated body, the same value as the handler's first argument: narrow it by `listed` and `type`. */
  readonly body: Body;
  /** Whether `type` is a key of the receiver's `events`, and so `body` has passed its schema. */
  readonly listed: Listed;
  /** The body's own bytes: numbers beyond double precision, key order and duplicate keys survive only here. */
  readonly rawBody: Uint8Array;
  /** `del_…`: this event on its way to this destination. */
  readonly deliveryId: string;
  /** 0 on the first attempt. Not signed. */
  readonly retryCount: number;
  /** When Harbor signed this attempt. */
  readonly timestamp: Date;
  /** Which of the receiver's secrets matched: 0 is the first. During a rotation it tells when the old one falls silent. */
  readonly secretIndex: number;
  /** False only with `acceptUnsignedHeaders`: event id, type and delivery id are then the sender's word, not proven. */
  readonly headersSigned: boolean;
  /** Aborts when the handler's time is up (`timeoutMs`, before Harbor's own timeout) or its claim was lost. */
  readonly signal: AbortSignal;
  /** The receiver's log with event id, type, delivery id and retry count on every entry. */
  readonly log: Log;
  /**
   * Remembers the event inside the handler's own database transaction, so that effect and memory are one. Only with a
   * transactional store; throws when the claim was lost, so that the transaction rolls back.
   */
  readonly commitTx: CommitTx;
}
