import type { Log } from "./log.js";
import type { SchemeName, UnsignedHeaders } from "./scheme.js";

/**
 * The delivery that a handler is called for.
 *
 * Event id, type and delivery id are covered by the `v2` signature unless the receiver has `acceptUnsignedHeaders`; the retry
 * count never is: https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#4-requests-to-a-destination
 */
export interface Context<
  Type extends string = string,
  Body = unknown,
  Listed extends boolean = boolean,
  CommitTx = never,
  Scheme extends SchemeName = "harbor",
> {
  /** `evt_…`: the same on every attempt and every destination. With the scheme `standard` it is `webhook-id`. */
  readonly eventId: string;
  readonly eventType: Type;
  /** The validated body, the same value as the handler's first argument: narrow it by `listed` and `eventType`. */
  readonly body: Body;
  /** Whether `eventType` is a key of the receiver's `events`: `body` has then passed its schema. */
  readonly listed: Listed;
  /** The bytes of the body: only they keep numbers beyond double precision, key order and duplicate keys. */
  readonly rawBody: Uint8Array;
  /** `del_…`: the delivery of this event to this destination. Missing with the scheme `standard`. */
  readonly deliveryId: Scheme extends "standard" ? undefined : string;
  /** 0 on the first attempt. Not signed. Missing with the scheme `standard`. */
  readonly retryCount: Scheme extends "standard" ? undefined : number;
  /** When the sender signed this attempt. */
  readonly timestamp: Date;
  /** Index of the secret that matched: 0 is the first. During a rotation it shows when the old one is no longer used. */
  readonly secretIndex: number;
  /**
   * False with `acceptUnsignedHeaders`, if event id, type and delivery id are not proven; and with the scheme `standard`, which covers
   * the id, the time and the body only, and where the type comes from the body.
   */
  readonly headersSigned: boolean;
  /** The headers that no signature covers. */
  readonly unsigned: UnsignedHeaders;
  /** Aborts after `timeoutMs`, before Harbor's own timeout, or when the claim was lost. */
  readonly signal: AbortSignal;
  /** The receiver's log with event id, type, delivery id and retry count on every entry. */
  readonly log: Log;
  /**
   * Records the event as handled inside the handler's own database transaction: either the effect and the record are committed,
   * or neither is. Only with a store that has transactions. Throws if the claim was lost, so that the transaction rolls back.
   */
  readonly commitTx: CommitTx;
}
