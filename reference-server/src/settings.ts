import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { z } from "zod";
import type { SealingKey } from "./seal.js";

const KB = 1024;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const wholeNumber = (min: number, max: number) =>
  z.string().regex(/^\d+$/, "must be a whole number").transform(Number).pipe(z.number().min(min).max(max));
const onOff = z.enum(["on", "off"]).transform((value) => value === "on");
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

interface Setting<T extends z.ZodType = z.ZodType> {
  schema: T;
  /** What the settings table shows as default. */
  shown: string;
  unit: string;
  about: string;
}

function setting<T extends z.ZodType>(
  schema: T,
  shown: string,
  [unit, about]: [unit: string, about: string],
): Setting<T> {
  return { schema, shown, unit, about };
}

function number(
  fallback: number,
  [min, max]: [min: number, max: number],
  doc: [unit: string, about: string],
) {
  return setting(
    wholeNumber(min, max)
      .optional()
      .transform((value) => value ?? fallback),
    String(fallback),
    doc,
  );
}

const API_KEY = /^hk_(live|test)_[A-Za-z0-9_]{8,}$/;
const SEALING_KEY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/;

/** The form that Node's `Resolver.setServers` takes. */
function isNameServer(text: string): boolean {
  const [, bracketed, v4] = /^(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+)(?::\d{1,5})?)$/.exec(text) ?? [];
  return isIP(bracketed ?? v4 ?? text) !== 0;
}

const networks = list.pipe(
  z.array(
    z.string().refine((text) => ipaddr.isValidCIDR(text), {
      error: ({ input }) => `${JSON.stringify(input)} is not a network such as 10.0.0.0/8`,
    }),
  ),
);
const apiKeys = list.pipe(
  z.array(z.string().regex(API_KEY, "must be hk_live_ or hk_test_ and 8 or more of A-Z a-z 0-9 _")),
);
const sealingKeys = list.pipe(
  z
    .array(z.string().regex(SEALING_KEY, "must be <id>:<base64 of 32 bytes>"))
    .min(1)
    .transform((items) => items.map(parseSealingKey).filter((key) => key !== null)),
);

/** `<id>:<base64 of 32 bytes>`; null when it is not of that form. */
export function parseSealingKey(text: string): SealingKey | null {
  const [, id, key] = SEALING_KEY.exec(text) ?? [];
  return id === undefined || key === undefined ? null : { id, key: Buffer.from(key, "base64") };
}

/** Every setting: its variable, what it may be, its default, unit and meaning. docs/settings.md is generated from this table. */
export const SETTINGS = {
  HARBOR_HOST: setting(
    z
      .string()
      .min(1)
      .optional()
      .transform((v) => v ?? "127.0.0.1"),
    "127.0.0.1",
    ["", "Address to listen on. With SQLite, a loopback address makes the server embedded."],
  ),
  HARBOR_PORT: number(
    4210,
    [0, 65_535],
    ["", "Port to listen on. 0 takes any free one; the ready line tells which."],
  ),
  HARBOR_DATABASE_URL: setting(
    z
      .string()
      .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, "must be sqlite:<file>, sqlite::memory: or postgres://…")
      .optional()
      .transform((v) => v ?? "sqlite:.harbor/harbor.db"),
    "sqlite:.harbor/harbor.db",
    [
      "",
      "Where everything is stored: `sqlite:<file>` or `sqlite::memory:`; `postgres://…` is refused in this version.",
    ],
  ),
  HARBOR_ROLE: setting(
    z
      .enum(["all", "api", "worker"])
      .optional()
      .transform((v) => v ?? "all"),
    "all",
    ["", "`api` takes requests, `worker` delivers, `all` does both. With SQLite only `all`."],
  ),
  HARBOR_API_KEYS: setting(apiKeys.optional(), "made and shown at first start", [
    "",
    "Comma list of `hk_live_…` and `hk_test_…` keys, created for the default project if it lacks them.",
  ]),
  HARBOR_TEST_NETWORKS: setting(networks.optional(), "loopback when embedded, else none", [
    "CIDRs",
    "Comma list of otherwise refused networks that test destinations may use; empty opens none.",
  ]),
  HARBOR_TEST_CLOCK: setting(onOff.optional(), "on when embedded, else off", [
    "",
    "Whether test keys may call `POST /v1/test-clock/advance`.",
  ]),
  HARBOR_RATE_LIMITS: setting(onOff.optional(), "off when embedded, else on", [
    "",
    "Whether the ingest and management rates below are enforced.",
  ]),
  HARBOR_ENCRYPTION_KEY: setting(sealingKeys.optional(), "made beside the SQLite file", [
    "",
    "Comma list of `<id>:<base64 of 32 bytes>`: the first key seals, all of them open. Required with PostgreSQL.",
  ]),
  HARBOR_SMTP_URL: setting(
    z
      .string()
      .regex(/^smtps?:\/\/.+/, "must be smtp://… or smtps://…")
      .optional(),
    "-",
    ["", "Mail server for circuit breaker e-mails: `smtp://…` or `smtps://…`."],
  ),
  HARBOR_ALERT_EMAIL: setting(
    z
      .string()
      .regex(/^\S+@\S+$/, "must be an e-mail address")
      .optional(),
    "-",
    ["", "Who gets the circuit breaker e-mails, which also come from this address."],
  ),
  HARBOR_METRICS_TOKEN: setting(
    z
      .string()
      .regex(/^[\x21-\x7e]{16,}$/, "must be at least 16 visible ASCII characters")
      .optional(),
    "-",
    [
      "",
      "Bearer token that `GET /metrics` requires. Without it the metrics are served when embedded, and nowhere else.",
    ],
  ),
  HARBOR_LOG_LEVEL: setting(
    z
      .enum(["trace", "debug", "info", "warn", "error", "silent"])
      .optional()
      .transform((v) => v ?? "info"),
    "info",
    ["", "Least level that is logged: `trace`, `debug`, `info`, `warn`, `error` or `silent`."],
  ),
  HARBOR_MAX_BODY_BYTES: number(256 * KB, [1, 64 * KB * KB], ["bytes", "Largest event body, as submitted."]),
  HARBOR_MAX_REQUEST_BYTES: number(
    512 * KB,
    [1, 64 * KB * KB],
    ["bytes", "Largest request other than a batch."],
  ),
  HARBOR_MAX_BATCH_BYTES: number(5 * KB * KB, [1, 64 * KB * KB], ["bytes", "Largest batch request."]),
  HARBOR_MAX_DESTINATIONS: number(
    1000,
    [1, 1_000_000],
    ["", "Most destinations in one environment of a project."],
  ),
  HARBOR_EVENTS_PER_SECOND: number(
    1000,
    [1, 1_000_000],
    ["events/s", "Ingest rate per project and environment."],
  ),
  HARBOR_EVENTS_BURST: number(
    10_000,
    [1, 10_000_000],
    ["events", "Ingest bucket capacity: three times the rate for five seconds."],
  ),
  HARBOR_MANAGEMENT_PER_MINUTE: number(
    60,
    [1, 1_000_000],
    ["requests/min", "Management rate, and bucket capacity, per key."],
  ),
  HARBOR_RETENTION_SECONDS: number(
    (30 * DAY_MS) / 1000,
    [60, 315_360_000],
    ["s", "How long after its creation an event, with its deliveries, is listed, retried and replayed."],
  ),
  HARBOR_PURGE_GRACE_SECONDS: number(
    (3 * DAY_MS) / 1000,
    [0, 31_536_000],
    ["s", "How long after the end of its retention a row is removed."],
  ),
  HARBOR_IDEMPOTENCY_SECONDS: number(
    DAY_MS / 1000,
    [60, 2_592_000],
    ["s", "How long an idempotency key is remembered."],
  ),
  HARBOR_HOLD_SECONDS: number(
    HOUR_MS / 1000,
    [1, 2_592_000],
    ["s", "How long a pending delivery is held while its destination is paused."],
  ),
  HARBOR_PROBE_INTERVAL_SECONDS: number(
    MINUTE_MS / 1000,
    [1, 86_400],
    ["s", "Least time between two probes of a destination that the circuit breaker paused."],
  ),
  HARBOR_LEASE_SLACK_SECONDS: number(
    30,
    [1, 3600],
    ["s", "A lease lasts the destination's timeout and this much longer."],
  ),
  HARBOR_TUNNEL_GRACE_SECONDS: number(
    300,
    [10, 86_400],
    ["s", "How long a tunnel's destination waits for its client to come back before it is deleted."],
  ),
  HARBOR_CONNECTION_MAX_AGE_SECONDS: number(
    60,
    [0, 86_400],
    [
      "s",
      "Longest use of one connection to a destination; a changed DNS record takes effect by then. 0: one request each.",
    ],
  ),
  HARBOR_SHUTDOWN_SECONDS: number(
    30,
    [0, 3600],
    [
      "s",
      "How long a stopping server waits for deliveries in flight. The others are sent again after the next start.",
    ],
  ),
  HARBOR_DNS_SERVERS: setting(
    list
      .pipe(
        z.array(
          z.string().refine(isNameServer, {
            error: ({ input }) => `${JSON.stringify(input)} is not an IP address with an optional port`,
          }),
        ),
      )
      .optional(),
    "those of the machine",
    [
      "",
      "Comma list of name servers (`192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:53`) that resolve the hosts of destinations.",
    ],
  ),
  HARBOR_MAX_IN_FLIGHT: number(
    2048,
    [1, 100_000],
    ["deliveries", "Requests to destinations that this process has open at once."],
  ),
  HARBOR_MAX_QUEUED: number(
    20_000,
    [1, 10_000_000],
    ["events", "Events waiting to be stored before Harbor answers 503 `overloaded`."],
  ),
} satisfies Record<`HARBOR_${string}`, Setting>;

export type SettingName = keyof typeof SETTINGS;

/** What the settings are once read. */
export type Settings = { [Name in SettingName]: z.output<(typeof SETTINGS)[Name]["schema"]> };
