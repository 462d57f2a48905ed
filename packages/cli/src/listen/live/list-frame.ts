import { clockTime, millis } from "../../output/format.js";
import { printable } from "../../output/printable.js";
import type { Colors } from "../../output/style.js";
import { type Column, tableLines } from "../../output/table.js";
import { truncate } from "../../output/truncate.js";
import { wrapText } from "../../output/wrap.js";
import { colorResult, remarkOn } from "../describe.js";
import { type DeliveryRecord, lastTry, resultOf } from "../records.js";
import { type LiveState, selectedRecord, visibleRecords } from "./state.js";

export interface Screen {
  columns: number;
  rows: number;
  colors: Colors;
}

const MAX_REMARK_LINES = 2;
/** Lines of the list with a command, whose output scrolls above it. */
const MAX_ROWS_BESIDE_COMMAND = 8;
/** Rules, remark, two lines of keys, and the empty line of the cursor. */
const OTHER_LINES = MAX_REMARK_LINES + 5;
const KEYS = "↑↓ select  enter open  r retry  c curl  d diagnose  / search  f failed  q quit";

/** The list of deliveries, the remark on the selected one, and the keys. */
export function listFrame(state: LiveState, screen: Screen): string[] {
  const { columns, colors } = screen;
  const rows = visibleRecords(state);
  const rule = colors.dim("─".repeat(columns));
  return [
    // The command's output scrolls right above.
    ...(hasCommand(state) ? [rule] : []),
    ...(rows.length === 0
      ? wrapText(emptyText(state), columns).map(colors.dim)
      : rowLines(state, rows, screen)),
    rule,
    ...remark(state, screen),
    ...statusLine(state, screen),
  ].map((line) => truncate(line, columns));
}

function hasCommand({ session }: LiveState): boolean {
  return session !== null && session.command !== null;
}

/** The list as it stays on the screen at the end. With a command, each attempt was printed when it ended. */
export function finalList(state: LiveState, screen: Screen): string[] {
  if (hasCommand(state)) return [];
  return rowLines(state, visibleRecords(state), screen).map((line) => truncate(line, screen.columns));
}

function emptyText({ records, search, failuresOnly }: LiveState): string {
  if (records.length === 0)
    return "Waiting for deliveries. Send one from another terminal: harbor trigger order.created";
  return search === "" && failuresOnly
    ? "No failed delivery. f shows all."
    : "No delivery matches. esc shows all.";
}

function rowLines(state: LiveState, rows: readonly DeliveryRecord[], screen: Screen): string[] {
  const { columns, colors } = screen;
  const most = Math.max(1, screen.rows - OTHER_LINES);
  const height = hasCommand(state) ? Math.min(most, MAX_ROWS_BESIDE_COMMAND) : most;
  const selected = selectedRecord(state);
  const at = selected === null ? rows.length - 1 : rows.indexOf(selected);
  const first = Math.max(0, Math.min(at - Math.floor(height / 2), rows.length - height));
  const shown = rows.slice(first, first + height);
  const [, ...lines] = tableLines(shown, rowColumns(colors), { width: columns - 2, colors });
  return lines.map((line, index) =>
    shown[index] === selected ? `${colors.cyan("❯")} ${line}` : `  ${line}`,
  );
}

function rowColumns(colors: Colors): Column<DeliveryRecord>[] {
  return [
    { title: "", text: (record) => clockTime(lastTry(record).startedAt), style: colors.dim },
    {
      title: "",
      text: (record) => resultOf(lastTry(record)),
      style: (text, record) => colorResult(lastTry(record), colors).replace(resultOf(lastTry(record)), text),
    },
    { title: "", text: ({ eventType }) => eventType, shrinks: true, least: 24 },
    { title: "", text: ({ eventId }) => eventId, style: colors.dim, optional: true },
    { title: "", text: (record) => millis(lastTry(record).outcome?.latencyMs ?? null) },
    { title: "", text: retryText, style: colors.yellow },
  ];
}

function retryText(record: DeliveryRecord): string {
  const { retryCount } = lastTry(record);
  return retryCount === 0 ? "" : `retry ${retryCount}`;
}

function remark(state: LiveState, { columns, colors }: Screen): string[] {
  const record = selectedRecord(state);
  const text =
    record === null || state.session === null ? null : remarkOn(lastTry(record), state.session.url);
  if (text === null) return [];
  const lines = wrapText(text, columns - 2).slice(0, MAX_REMARK_LINES);
  return lines.map((line, at) => `${at === 0 ? colors.yellow("↳") : " "} ${line}`);
}

/** The search being typed, or the last message, or the keys. */
export function statusLine(state: LiveState, { columns, colors }: Screen, keys = KEYS): string[] {
  const { isSearching, search, message, lost, isStopping, failuresOnly } = state;
  if (isStopping) return [colors.yellow("Stopping: waiting for open requests. Ctrl-C again quits at once.")];
  const connection =
    lost === null ? [] : [colors.yellow(`Connection lost (${printable(lost)}), reconnecting.`)];
  if (isSearching)
    return [
      ...connection,
      `search: ${printable(search)}${colors.inverse(" ")}  ${colors.dim("enter keeps, esc clears")}`,
    ];
  const filters = [
    search === "" ? "" : `search: ${printable(search)}`,
    failuresOnly ? "failures only" : "",
  ].filter((part) => part !== "");
  const shown = filters.length === 0 ? [] : [colors.cyan(filters.join(", "))];
  return [
    ...connection,
    ...shown,
    ...(message === null ? keyLines(keys, columns).map(colors.dim) : wrapText(printable(message), columns)),
  ];
}

/** Keys are separated by two spaces and stay whole. */
function keyLines(keys: string, columns: number): string[] {
  const joined = keys.replaceAll(/(?<! ) (?! )/g, "\u00a0");
  return wrapText(joined, columns).map((line) => line.replaceAll("\u00a0", " "));
}
