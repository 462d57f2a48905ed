import type { DeliveryWithRetries } from "@harbor/client";
import type { Ready } from "@harbor/shared/tunnel-messages";
import { type DeliveryRecord, hasFailed, lastTry, resultOf } from "../records.js";
import type { ListenSession } from "../view.js";

/** Everything that the live view shows; changed by keys and by events, drawn by the frames. */
export interface LiveState {
  session: ListenSession | null;
  ready: Ready | null;
  /** Null while connected, else why not. */
  lost: string | null;
  records: readonly DeliveryRecord[];
  /** The delivery id of the selected row; null selects the newest one. */
  selected: string | null;
  search: string;
  isSearching: boolean;
  failuresOnly: boolean;
  open: OpenDelivery | null;
  /** The result of the last key. */
  message: string | null;
  isStopping: boolean;
}

/** The delivery whose details are shown. */
export interface OpenDelivery {
  deliveryId: string;
  /** The first line that is shown. */
  scroll: number;
  /** As Harbor has it; null until it was fetched. */
  delivery: DeliveryWithRetries | null;
  /** The explanation of a refused signature is shown first. */
  explains: boolean;
}

export function initialState(): LiveState {
  return {
    session: null,
    ready: null,
    lost: null,
    records: [],
    selected: null,
    search: "",
    isSearching: false,
    failuresOnly: false,
    open: null,
    message: null,
    isStopping: false,
  };
}

/** The rows of the list, oldest first. */
export function visibleRecords({ records, search, failuresOnly }: LiveState): DeliveryRecord[] {
  const wanted = search.toLowerCase();
  return records.filter(
    (record) => (!failuresOnly || hasFailed(lastTry(record))) && (wanted === "" || matches(record, wanted)),
  );
}

function matches(record: DeliveryRecord, wanted: string): boolean {
  const { eventType, eventId, deliveryId, body } = record;
  return [eventType, eventId, deliveryId, resultOf(lastTry(record)), body.toString("utf8")].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}

export function selectedRecord(state: LiveState): DeliveryRecord | null {
  const rows = visibleRecords(state);
  return rows.find(({ deliveryId }) => deliveryId === state.selected) ?? rows.at(-1) ?? null;
}

/** Moves the selection; at the newest row it follows what arrives. */
export function select(state: LiveState, step: number): void {
  const rows = visibleRecords(state);
  const current = selectedRecord(state);
  const at = current === null ? 0 : rows.indexOf(current);
  const next = Math.min(Math.max(at + step, 0), rows.length - 1);
  state.selected = next === rows.length - 1 ? null : (rows[next]?.deliveryId ?? null);
}
