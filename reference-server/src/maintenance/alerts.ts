import type { Transporter } from "nodemailer";
import type { Deps } from "../deps.js";
import type { Environment, Millis } from "../domain/domain.js";
import type { EnvironmentCache } from "../environments/environment-cache.js";
import type { DestinationStatusChange } from "../store/store.js";

/** In ms. A mail server that does not respond must not hold up the end of the process. */
const SMTP_TIMEOUTS = { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 10_000 };

/** Notifies people that attempts paused or resumed a destination: log, e-mail. Programs get operational events (announcer.ts). */
export class Alerts {
  readonly #deps: Pick<Deps, "config" | "log">;
  readonly #environments: Pick<EnvironmentCache, "get">;
  /** Loaded for the first mail. */
  #mail: Promise<Transporter> | undefined;
  readonly #underWay = new Set<Promise<void>>();

  constructor(deps: Deps, environments: Pick<EnvironmentCache, "get">) {
    this.#deps = deps;
    this.#environments = environments;
    deps.store.subscribe((notice) => {
      if (notice.kind === "status_changed") this.#notify(notice.change);
    });
  }

  /** Resolves when every alert under way has been sent or has failed. */
  async idle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #notify(change: DestinationStatusChange): void {
    this.#track("the log entry of a destination's change", this.#logEntry(change));
    if (change.change === "resumed") return;
    this.#track("the e-mail about a paused destination", this.#email(change));
  }

  #track(what: string, work: Promise<unknown>): void {
    const tracked: Promise<void> = work
      .then(
        () => undefined,
        (error: unknown) => {
          this.#deps.log.error({ err: error }, `${what} failed`);
        },
      )
      .finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }

  async #email(change: DestinationStatusChange): Promise<void> {
    const { alertEmail, smtpUrl, times } = this.#deps.config;
    if (smtpUrl === null || alertEmail === null) return;
    const mail = await (this.#mail ??= openMail(smtpUrl));
    const { id, url } = change.destination;
    const { project_id, mode } = await this.#environmentOf(change);
    const name = change.destination.name?.replaceAll(/\p{Cc}+/gu, " ") ?? null;
    await mail.sendMail({
      from: { name: "Harbor", address: alertEmail },
      to: alertEmail,
      subject: `Harbor paused destination ${name ?? id}`,
      text: [
        `${reasonOf(change)}, so Harbor paused this destination:`,
        `  ${id}${name === null ? "" : ` (${name})`}`,
        `  ${new URL(url).origin}`,
        `  ${mode} environment of ${project_id}`,
        "",
        `New deliveries are held for ${minutes(times.holdMs)} each.`,
        ...(change.change === "gone"
          ? []
          : [
              `Every ${minutes(times.probeIntervalMs)} one of them is sent as a probe; a success resumes the destination.`,
            ]),
        `To resume it by hand: PATCH /v1/destinations/${id} {"status":"active"}.`,
      ].join("\n"),
    });
  }

  async #logEntry(change: DestinationStatusChange): Promise<void> {
    const { project_id, mode } = await this.#environmentOf(change);
    this.#deps.log.warn(
      {
        destination_id: change.destination.id,
        project_id,
        environment: mode,
        consecutive_failures: change.consecutiveFailures,
      },
      LOG_ENTRIES[change.change],
    );
  }

  async #environmentOf({ destination }: DestinationStatusChange): Promise<Environment> {
    return (await this.#environments.get(destination.environment_id)).snapshot.environment;
  }
}

async function openMail(url: string): Promise<Transporter> {
  const { createTransport } = await import("nodemailer");
  return createTransport({ url, ...SMTP_TIMEOUTS });
}

const LOG_ENTRIES = {
  circuit_breaker: "circuit breaker paused the destination",
  resumed: "a success resumed the destination",
  gone: "destination paused: it returned 410 Gone",
} as const;

function reasonOf({ change, consecutiveFailures }: DestinationStatusChange): string {
  return change === "gone" ? "It returned 410 Gone" : `${consecutiveFailures} attempts in a row failed`;
}

const minutes = (ms: Millis) => `${Number((ms / 60_000).toFixed(1))} min`;
