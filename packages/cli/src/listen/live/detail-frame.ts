import type { Attempt } from "@harbor/client";
import { clockTime, localTime, millis, result } from "../../output/format.js";
import { printable } from "../../output/printable.js";
import { type Colors, colorStatus } from "../../output/style.js";
import { truncate } from "../../output/truncate.js";
import { wrapText } from "../../output/wrap.js";
import { colorResult, remarkOn } from "../describe.js";
import { explainRefusal } from "../explain-refusal.js";
import { type DeliveryRecord, hasFailed, lastTry, type Try } from "../records.js";
import { type Screen, statusLine } from "./list-frame.js";
import type { LiveState, OpenDelivery } from "./state.js";

const KEYS = "↑↓ scroll  esc back  r retry  c copy as curl  d why refused  q quit";
/** Keys on up to two lines, the rule above them, and the line of the cursor. */
const OTHER_LINES = 4;
/** Harbor keeps 4 KB of a response; longer request bodies are cut alike. */
const MAX_BODY_CHARACTERS = 16_384;

/** One delivery: its state, the remark, the request, the response, and every attempt. */
export function detailFrame(state: LiveState, record: DeliveryRecord, screen: Screen): string[] {
  const { open } = state;
  if (open === null) return [];
  const { columns, rows, colors } = screen;
  const lines = detailLines(state, { record, open, screen });
  const height = Math.max(1, rows - OTHER_LINES);
  open.scroll = Math.max(0, Math.min(open.scroll, lines.length - height));
  const end = Math.min(lines.length, open.scroll + height);
  const position = lines.length > height ? ` ${open.scroll + 1}-${end} of ${lines.length} ` : "";
  return [
    ...lines.slice(open.scroll, end),
    colors.dim(position.padStart(columns, "─")),
    ...statusLine(state, screen, KEYS),
  ].map((line) => truncate(line, columns));
}

interface Detail {
  record: DeliveryRecord;
  open: OpenDelivery;
  screen: Screen;
}

function detailLines(state: LiveState, detail: Detail): string[] {
  const { record, open, screen } = detail;
  const { colors, columns } = screen;
  const attempt = lastTry(record);
  const remark = state.session === null ? null : remarkOn(attempt, state.session.url);
  return [
    `${colors.bold(printable(record.eventType))}  ${colorResult(attempt, colors)}  ${millis(attempt.outcome?.latencyMs ?? null)}`,
    colors.dim(`${printable(record.deliveryId)}  ${printable(record.eventId)}`),
    ...statusText(open, colors),
    ...(remark === null ? [] : wrapText(`${colors.yellow("↳")} ${remark}`, columns, { hanging: 2 })),
    ...(open.explains ? explanation(state, detail) : []),
    ...attemptLines(detail),
    ...section("Request", colors),
    ...headerLines([["POST", state.session?.url.href ?? ""], ...attempt.headers], screen),
    "",
    ...bodyLines(record.body, screen),
    ...responseLines(attempt, screen),
  ];
}

function section(title: string, colors: Colors): string[] {
  return ["", colors.bold(title)];
}

function statusText({ delivery }: OpenDelivery, colors: Colors): string[] {
  if (delivery === null) return [colors.dim("…")];
  const { status, dead_reason, next_retry_at } = delivery;
  const reason = dead_reason === null ? "" : ` (${printable(dead_reason)})`;
  const next = next_retry_at === null ? "" : `, next attempt ${localTime(next_retry_at)}`;
  return [`${colorStatus(printable(status), colors)}${reason}${next}`];
}

function explanation(state: LiveState, { record, screen: { columns, colors } }: Detail): string[] {
  const { ready } = state;
  if (ready === null) return [];
  const found = explainRefusal(record, {
    secret: ready.signing_secret,
    folder: process.cwd(),
    command: state.session?.command ?? null,
  });
  const lines = found.flatMap(({ text, fix }) => [
    ...wrapText(printable(text), columns - 2).map((line) => `  ${line}`),
    ...(fix === null ? [] : wrapText(`  ${colors.green("fix")} ${printable(fix)}`, columns, { hanging: 4 })),
  ]);
  return [...section("Why the signature may have been refused", colors), ...lines];
}

/** As Harbor recorded them, if it was asked already; they include attempts that found no tunnel. */
function attemptLines({ record, open, screen: { colors } }: Detail): string[] {
  const attempts =
    open.delivery?.retries.map((each) => recordedLine(each, colors)) ??
    record.tries.map((each) => localLine(each, colors));
  return [...section(`Attempts (${attempts.length})`, colors), ...attempts.map((line) => `  ${line}`)];
}

function recordedLine(attempt: Attempt, colors: Colors): string {
  const { number, started_at, outcome, latency_ms, trigger } = attempt;
  const parts = [
    String(number),
    clockTime(new Date(started_at)),
    colorStatus(printable(outcome), colors),
    result(attempt),
    millis(latency_ms),
    colors.dim(printable(trigger)),
  ];
  return parts.filter((part) => part !== "").join("  ");
}

function localLine(attempt: Try, colors: Colors): string {
  return `${clockTime(attempt.startedAt)}  ${colorResult(attempt, colors)}  ${millis(attempt.outcome?.latencyMs ?? null)}`;
}

function headerLines(headers: readonly (readonly [string, string])[], { columns, colors }: Screen): string[] {
  return headers.flatMap(([name, value]) => {
    const [first = "", ...rest] = wrapText(`  ${printable(name)} ${printable(value)}`, columns, {
      hanging: 2,
      hard: true,
    });
    return [first.replace(printable(name), colors.cyan(printable(name))), ...rest];
  });
}

/** JSON is indented for reading; everything else is shown as text. */
function bodyLines(body: Buffer, { columns }: Screen): string[] {
  const text = body.toString("utf8").slice(0, MAX_BODY_CHARACTERS);
  const lines = (body.length > MAX_BODY_CHARACTERS ? null : indentedJson(text)) ?? text;
  if (lines.trim() === "") return ["  (empty)"];
  return lines
    .split("\n")
    .flatMap((line) => wrapText(`  ${printable(line)}`, columns, { hanging: 2, hard: true }));
}

function indentedJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

function responseLines(attempt: Try, screen: Screen): string[] {
  const { outcome } = attempt;
  const { colors } = screen;
  if (outcome === null) return [...section("Response", colors), "  (waiting)"];
  if ("error" in outcome) return [...section("Response", colors), `  none: ${colors.red(outcome.error)}`];
  return [
    ...section(`Response ${outcome.status}`, colors),
    ...headerLines(outcome.headers, screen),
    "",
    ...bodyLines(outcome.body, screen),
  ];
}

export function canExplain(record: DeliveryRecord): boolean {
  const { outcome } = lastTry(record);
  return (
    outcome !== null &&
    "status" in outcome &&
    hasFailed(lastTry(record)) &&
    [400, 401, 403].includes(outcome.status)
  );
}
