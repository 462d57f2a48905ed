import { adviseOn } from "../advice.js";
import { clockTime, millis } from "../output/format.js";
import type { Field } from "../output/output.js";
import { printable } from "../output/printable.js";
import type { Colors } from "../output/style.js";
import type { Ready } from "@harbor/shared/tunnel-messages";
import { type DeliveryRecord, hasSucceeded, resultOf, type Try } from "./records.js";
import type { ListenSession } from "./view.js";

/** The texts that the plain and the live view share. */

export function sessionFields({ url, events, filter }: ListenSession, ready: Ready): Field[] {
  return [
    ["forwarding to", url.href],
    ["events", events.join(", ")],
    ...(filter === null ? [] : [["filter", JSON.stringify(filter)] as Field]),
    ["destination", ready.destination_id],
    ["signing secret", ready.signing_secret],
  ];
}

export function secretNote({ secretSource, command }: ListenSession): string {
  const given =
    command === null
      ? "give it to your receiver as HARBOR_SIGNING_SECRET"
      : "the command has it as HARBOR_SIGNING_SECRET";
  return secretSource === "this key and machine"
    ? `The secret is the same on every start with this key and machine: ${given}.`
    : `The secret is from ${secretSource}.`;
}

export function colorResult(attempt: Try, colors: Colors): string {
  const { outcome } = attempt;
  const text = resultOf(attempt);
  if (outcome === null) return colors.dim(text);
  if (hasSucceeded(attempt)) return colors.green(text);
  const isFinal = "status" in outcome && outcome.status >= 400 && outcome.status < 500;
  return isFinal || "error" in outcome ? colors.red(text) : colors.yellow(text);
}

/** An attempt on one line. */
export function attemptLine({ eventType, eventId }: DeliveryRecord, attempt: Try, colors: Colors): string {
  const { outcome, retryCount, startedAt } = attempt;
  const parts = [
    clockTime(startedAt),
    colorResult(attempt, colors),
    printable(eventType),
    colors.dim(printable(eventId)),
    millis(outcome?.latencyMs ?? null),
    retryCount > 0 ? colors.yellow(`retry ${retryCount}`) : "",
  ];
  return parts.filter((part) => part !== "").join("  ");
}

/** The advice on an attempt, or else the beginning of the response that explains it; null for a success. */
export function remarkOn(attempt: Try, url: URL): string | null {
  const { outcome } = attempt;
  if (outcome === null) return null;
  if ("error" in outcome && outcome.localFault !== undefined) return `${outcome.localFault.text}.`;
  const advice =
    "error" in outcome
      ? adviseOn({ status: null, error: outcome.error, body: "", url, local: true })
      : adviseOn({
          status: outcome.status,
          error: null,
          body: outcome.body.toString("utf8"),
          location: headerOf(outcome.headers, "location"),
          url,
          local: true,
        });
  if (advice !== null) return advice;
  return "status" in outcome && outcome.status >= 300 ? shownBody(outcome.body) : null;
}

function headerOf(headers: readonly (readonly [string, string])[], name: string): string | null {
  return headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1] ?? null;
}

const MAX_SHOWN_BODY = 120;

function shownBody(body: Buffer): string | null {
  const text = printable(body.toString("utf8").trim());
  if (text === "") return null;
  return text.length > MAX_SHOWN_BODY ? `${text.slice(0, MAX_SHOWN_BODY - 1)}…` : text;
}
