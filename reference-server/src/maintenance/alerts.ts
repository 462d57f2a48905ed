import { createTransport } from "nodemailer";
import type { Deps } from "../deps.js";
import type { Millis, Environment } from "../domain/domain.js";
import type { SettleResult } from "../store/store.js";
import type { IngestInput } from "../ingest/accept-event.js";

export type BreakerChange = SettleResult["breaker"][number];

/** Tells people that a circuit breaker paused or resumed a destination: log, e-mail, operational event. */
export interface Alerts {
  breaker(change: BreakerChange): void;
  /** Resolves when every alert under way has been sent or has failed. */
  idle(): Promise<void>;
}

export interface AlertsOptions {
  environmentOf: (environmentId: number) => Promise<Environment>;
  ingest: (input: IngestInput) => Promise<unknown>;
}

/** In ms. A mail server that says nothing must not hold up the end of the process. */
const SMTP_TIMEOUTS = { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 10_000 };

export function createAlerts({ config, log }: Deps, { environmentOf, ingest }: AlertsOptions): Alerts {
  const transport =
    config.smtpUrl === null ? null : createTransport({ url: config.smtpUrl, ...SMTP_TIMEOUTS });
  const underWay = new Set<Promise<void>>();

  function track(what: string, work: Promise<unknown>): void {
    const tracked: Promise<void> = work
      .then(
        () => undefined,
        (error: unknown) => {
          log.error({ err: error }, `${what} failed`);
        },
      )
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  }

  async function operationalEvent(change: BreakerChange): Promise<void> {
    const environment = await environmentOf(change.destination.environment_id);
    const body = Buffer.from(JSON.stringify(pausedBody(change)));
    await ingest({
      environment,
      apiKeyId: null,
      type: "harbor.destination.paused",
      body,
      idempotencyKey: null,
      occurredAt: change.destination.paused_at,
    });
  }

  async function email(change: BreakerChange): Promise<void> {
    if (transport === null || config.alertEmail === null) return;
    const { id, url, environment_id } = change.destination;
    const { project_id, mode } = await environmentOf(environment_id);
    const name = change.destination.name?.replaceAll(/\p{Cc}+/gu, " ") ?? null;
    await transport.sendMail({
      from: { name: "Harbor", address: config.alertEmail },
      to: config.alertEmail,
      subject: `Harbor paused destination ${name ?? id}`,
      text: [
        `${change.consecutiveFailures} attempts in a row failed, so the circuit breaker paused this destination:`,
        `  ${id}${name === null ? "" : ` (${name})`}`,
        `  ${new URL(url).origin}`,
        `  ${mode} environment of ${project_id}`,
        "",
        `New deliveries are held for ${minutes(config.times.holdMs)} each. Every ${minutes(config.times.probeIntervalMs)} one of them goes`,
        `out as a probe; a success resumes the destination. To resume it by hand: PATCH /v1/destinations/${id} {"status":"active"}.`,
      ].join("\n"),
    });
  }

  async function logEntry({ destination, change, consecutiveFailures }: BreakerChange): Promise<void> {
    const { project_id, mode } = await environmentOf(destination.environment_id);
    log.warn(
      {
        destination_id: destination.id,
        project_id,
        environment: mode,
        consecutive_failures: consecutiveFailures,
      },
      `circuit breaker ${change} the destination`,
    );
  }

  return {
    breaker(change) {
      track("the log entry of a circuit breaker", logEntry(change));
      if (change.change !== "paused") return;
      track("the operational event of a paused destination", operationalEvent(change));
      track("the e-mail about a paused destination", email(change));
    },
    async idle() {
      await Promise.all(underWay);
    },
  };
}

const minutes = (ms: Millis) => `${Number((ms / 60_000).toFixed(1))} min`;

function pausedBody({ destination, consecutiveFailures }: BreakerChange) {
  return {
    destination_id: destination.id,
    name: destination.name,
    url: destination.url,
    paused_reason: destination.paused_reason,
    paused_at: destination.paused_at === null ? null : new Date(destination.paused_at).toISOString(),
    consecutive_failures: consecutiveFailures,
  };
}
