import { clockTime, millis } from "../output/format.js";
import type { Field, Output } from "../output/output.js";
import { printable } from "../output/printable.js";
import type { Answer, Delivery } from "../tunnel/forward.js";
import type { Ready } from "../tunnel/messages.js";

/** How much of an answer's body is shown where it explains a refusal. */
const SHOWN_BODY = 60;

/** What `harbor listen` says: a line for each delivery, and what becomes of the connection. */
export class ListenView {
  readonly #output: Output;
  readonly #about: { url: URL; events: string[]; filter: Record<string, unknown> | null };
  #wasReady = false;
  #count = 0;

  constructor(output: Output, about: { url: URL; events: string[]; filter: Record<string, unknown> | null }) {
    this.#output = output;
    this.#about = about;
  }

  ready(ready: Ready): void {
    const { resumed, destination_id, signing_secret } = ready;
    const { colors } = this.#output;
    if (this.#output.json) this.#output.line({ type: "ready", resumed, destination_id, signing_secret });
    else if (resumed) this.#output.text(`${clockTime()}  ${colors.green("connected again")}`);
    else this.#introduce(ready);
    this.#wasReady = true;
  }

  #introduce({ destination_id, signing_secret }: Ready): void {
    const { colors } = this.#output;
    const { url, events, filter } = this.#about;
    const fields: Field[] = [
      ["forwarding to", url.href],
      ["events", printable(events.join(", "))],
      ...(filter === null ? [] : [["filter", printable(JSON.stringify(filter))] as Field]),
      ["destination", destination_id],
      ["signing secret", signing_secret],
    ];
    this.#output.record({}, fields);
    this.#output.text(
      colors.dim("\nThe secret stays the same until you stop: give it to your receiver. Ctrl-C ends.\n"),
    );
  }

  delivered({ headers }: Delivery, answer: Answer): void {
    const header = (name: string) =>
      headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1] ?? "";
    const about = {
      event_type: header("harbor-event-type"),
      event_id: header("harbor-event-id"),
      delivery_id: header("harbor-delivery-id"),
      retry_count: Number(header("harbor-retry-count")),
    };
    this.#count += 1;
    if (this.#output.json) {
      const { status = null, error = null } = answer as { status?: number; error?: string };
      this.#output.line({ type: "delivery", ...about, status, error, latency_ms: answer.latencyMs });
      return;
    }
    this.#output.text(this.#line(about, answer));
  }

  #line(about: { event_type: string; event_id: string; retry_count: number }, answer: Answer): string {
    const { colors } = this.#output;
    const parts = [
      clockTime(),
      this.#verdict(answer),
      printable(about.event_type),
      colors.dim(about.event_id),
      millis(answer.latencyMs),
      ...(about.retry_count > 0 ? [colors.yellow(`retry ${about.retry_count}`)] : []),
      ...("status" in answer && answer.status >= 300 ? [colors.dim(shownBody(answer.body))] : []),
    ];
    return parts.filter((part) => part !== "").join("  ");
  }

  #verdict(answer: Answer): string {
    const { colors } = this.#output;
    if ("error" in answer) return colors.red(answer.error);
    const status = String(answer.status);
    if (answer.status < 300) return colors.green(status);
    return answer.status >= 400 && answer.status < 500 ? colors.red(status) : colors.yellow(status);
  }

  lost(why: string): void {
    if (this.#output.json) this.#output.line({ type: "lost", reason: why });
    else
      this.#output.text(
        `${clockTime()}  ${this.#output.colors.yellow("connection lost")} (${printable(why)}), connecting again`,
      );
  }

  expired(): void {
    if (this.#output.json) this.#output.line({ type: "expired" });
    else
      this.#output.text(
        `${clockTime()}  ${this.#output.colors.red("the tunnel was away for too long")}: a new one, with a new secret:`,
      );
  }

  replayed({ replayed, failed }: { replayed: number; failed: string | null }): void {
    if (this.#output.json) this.#output.line({ type: "replayed", replayed, error: failed });
    else if (failed !== null)
      this.#output.text(`${this.#output.colors.red("replay failed")}: ${printable(failed)}`);
    else
      this.#output.text(
        this.#output.colors.dim(`${replayed} recent ${replayed === 1 ? "event" : "events"} replayed`),
      );
  }

  stopping(): void {
    if (this.#wasReady)
      this.#output.note("\nStopping: finishing what is in flight. Ctrl-C again quits at once.");
  }

  ended(): void {
    this.#output.note(`${this.#count} ${this.#count === 1 ? "request" : "requests"} forwarded.`);
  }
}

function shownBody(body: Buffer): string {
  const text = printable(body.toString("utf8").trim());
  return text.length > SHOWN_BODY ? `${text.slice(0, SHOWN_BODY - 1)}…` : text;
}
