import type { Key } from "node:readline";
import type { DeliveryRecord } from "../records.js";
import { canExplain } from "./detail-frame.js";
import { type LiveState, select, selectedRecord } from "./state.js";

/** Effects of keys outside the state. */
export interface LiveActions {
  quit: () => void;
  retry: (record: DeliveryRecord) => void;
  copy: (record: DeliveryRecord) => void;
  /** Fetches the open delivery from Harbor. */
  refresh: (record: DeliveryRecord) => void;
  /** The lines of a page. */
  pageRows: () => number;
}

interface Pressed {
  text: string | undefined;
  key: Key;
}

export function onKey(state: LiveState, pressed: Pressed, actions: LiveActions): void {
  const { key } = pressed;
  if (key.ctrl === true && key.name === "c") actions.quit();
  else if (state.isSearching) onSearchKey(state, pressed);
  else {
    state.message = null;
    const name = key.name ?? pressed.text ?? "";
    if (!onDeliveryKey(state, name, actions))
      (state.open === null ? onListKey : onDetailKey)(state, name, actions);
  }
}

/** Keys that do the same to the selected and to the open delivery. */
function onDeliveryKey(state: LiveState, name: string, actions: LiveActions): boolean {
  const record = selectedRecord(state);
  if (name === "q") actions.quit();
  else if (record === null) return false;
  else if (name === "r") actions.retry(record);
  else if (name === "c") actions.copy(record);
  else if (name === "d") explain(state, record, actions);
  else return false;
  return true;
}

function explain(state: LiveState, record: DeliveryRecord, actions: LiveActions): void {
  if (!canExplain(record)) {
    state.message = "This delivery was not refused for its signature: enter opens it.";
    return;
  }
  const { open } = state;
  if (open === null) openDelivery(state, record, { explains: true, actions });
  else Object.assign(open, { explains: !open.explains, scroll: 0 });
}

function openDelivery(
  state: LiveState,
  record: DeliveryRecord,
  { explains, actions }: { explains: boolean; actions: LiveActions },
): void {
  const { deliveryId } = record;
  state.selected = deliveryId;
  state.open = { deliveryId, scroll: 0, delivery: null, explains };
  actions.refresh(record);
}

const STEPS: Record<string, number> = { up: -1, k: -1, down: 1, j: 1 };
const PAGES: Record<string, number> = { pageup: -1, pagedown: 1, space: 1 };
const ENDS: Record<string, number> = { home: -Infinity, g: -Infinity, end: Infinity };

function stepOf(name: string, actions: LiveActions): number | null {
  const pages = PAGES[name];
  return STEPS[name] ?? ENDS[name] ?? (pages === undefined ? null : pages * actions.pageRows());
}

function onListKey(state: LiveState, name: string, actions: LiveActions): void {
  const step = stepOf(name, actions);
  const record = selectedRecord(state);
  if (step !== null) select(state, step);
  else if ((name === "return" || name === "right") && record !== null) {
    openDelivery(state, record, { explains: false, actions });
  } else if (name === "/") state.isSearching = true;
  else if (name === "f") state.failuresOnly = !state.failuresOnly;
  else if (name === "escape") Object.assign(state, { search: "", failuresOnly: false, selected: null });
}

function onDetailKey(state: LiveState, name: string, actions: LiveActions): void {
  const { open } = state;
  if (open === null) return;
  const step = stepOf(name, actions);
  if (step !== null)
    open.scroll = step === Infinity ? Number.MAX_SAFE_INTEGER : Math.max(0, open.scroll + step);
  else if (name === "escape" || name === "left" || name === "return" || name === "backspace")
    state.open = null;
}

function onSearchKey(state: LiveState, { text = "", key }: Pressed): void {
  if (key.name === "return") state.isSearching = false;
  else if (key.name === "escape") Object.assign(state, { isSearching: false, search: "" });
  else if (key.name === "backspace") state.search = state.search.slice(0, -1);
  else if (key.ctrl !== true && key.meta !== true && /^[^\p{C}]+$/u.test(text)) state.search += text;
  state.selected = null;
}
