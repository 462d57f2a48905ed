import type { StatusChange } from "../domain/circuit-breaker.js";
import type { Delivery, Destination, Millis } from "../domain/domain.js";

/** A change that others keep state about. */
export type StoreNotice =
  /** The data for routing, signing or authentication of the environment has changed: snapshots of it are out of date. */
  | { kind: "environment_changed"; environmentId: number }
  /** A delivery that no worker holds falls due at this wall time, which may have passed. */
  | { kind: "work_due"; at: Millis }
  /** An operational event waits to be sent: see `Store.announcements`. */
  | { kind: "announcement_due" }
  /** The state of these deliveries has changed, durably. The list may be built when it is read. */
  | { kind: "deliveries_changed"; readonly deliveries: readonly Delivery[] }
  /** An attempt paused a destination or resumed it. */
  | { kind: "status_changed"; change: DestinationStatusChange };

export interface DestinationStatusChange {
  destination: Destination;
  change: StatusChange;
  consecutiveFailures: number;
}

type Listener = (notice: StoreNotice) => void;

/** Those that subscribed to a store's notices. */
export class NoticeListeners {
  readonly #listeners = new Set<Listener>();

  /** Given `onError`, a listener that throws does not keep the notice from the others. */
  constructor(private readonly onError: ((error: unknown) => void) | null = null) {}

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly emit = (notice: StoreNotice): void => {
    for (const listener of this.#listeners) {
      try {
        listener(notice);
      } catch (error) {
        if (this.onError === null) throw error;
        this.onError(error);
      }
    }
  };
}
