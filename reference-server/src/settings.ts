import { API_KEY } from "@harbor/shared/credentials";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { z } from "zod";
import type { SealingKey } from "./seal.js";
import { hasCredentials, pageUrlFault } from "./domain/web-url.js";
import { list, number, onOff, optional, seconds, setting, settingBy } from "./setting.js";

const KB = 1024;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Its folder is created with it; every other has to exist. */
export const DEFAULT_DATABASE_FILE = ".harbor/harbor.db";

const LOOPBACK_NETWORKS = ["127.0.0.0/8", "::1/128"];
/** Without the wildcards and separators of the header that lists origins. */
const ORIGIN = /^https?:\/\/[a-z0-9.:\-_[\]]+$/;
const SEALING_KEY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/;

export type DatabaseUrl = { kind: "sqlite"; file: string } | { kind: "postgres"; url: string };

const database = z
  .string()
  .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, "must be sqlite:<file>, sqlite::memory: or postgres://…")
  .transform((url): DatabaseUrl =>
    url.startsWith("sqlite:")
      ? { kind: "sqlite", file: url.slice("sqlite:".length) }
      : { kind: "postgres", url },
  );
const networks = list.pipe(
  z.array(
    z.string().refine((text) => ipaddr.isValidCIDR(text), {
      error: ({ input }) => `${JSON.stringify(input)} must be a network such as 10.0.0.0/8`,
    }),
  ),
);
const nameServers = list.pipe(
  z.array(
    z.string().refine(isNameServer, {
      error: ({ input }) => `${JSON.stringify(input)} must be an IP address with an optional port`,
    }),
  ),
);
const origins = list.pipe(
  z.array(
    z.string().refine((text) => ORIGIN.test(text) && URL.canParse(text) && new URL(text).origin === text, {
      error: ({ input }) => `${JSON.stringify(input)} must be an origin such as https://app.example.com`,
    }),
  ),
);
const publicUrl = z
  .url({ protocol: /^https?$/, error: "must be a URL such as https://webhooks.example.com" })
  .refine((text) => !hasCredentials(text), "must not contain credentials")
  .refine((text) => !/[?#]/.test(text), "must not contain ? or #")
  .transform((text) => new URL(text).href.replace(/\/+$/, ""));
const portalName = z
  .string()
  .max(60, "must have at most 60 characters")
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u, "must not contain control characters");
/** One source of a Content-Security-Policy, so without the characters that separate sources and directives. */
const logoUrl = z
  .string()
  .refine(
    (text) => pageUrlFault(text, { allowHttp: false }) === null,
    "must be an https URL without credentials",
  )
  .refine((text) => !/[?#;,']/.test(text), "must not contain ? # ; , or '")
  .transform((text) => new URL(text).href);
const portalColor = z.string().regex(/^#[0-9a-fA-F]{6}$/, "must be a color such as #0b6bcb");
const apiKeys = list.pipe(
  z.array(z.string().regex(API_KEY, "must be hk_live_ or hk_test_ and at least 8 of A-Z a-z 0-9 _")),
);
const sealingKeys = list.pipe(
  z
    .array(z.string().regex(SEALING_KEY, "must be <id>:<base64 of 32 bytes>"))
    .min(1)
    .transform((items) => items.map(parseSealingKey).filter((key) => key !== null)),
);

/** `<id>:<base64 of 32 bytes>`; null for any other text. */
export function parseSealingKey(text: string): SealingKey | null {
  const [, id, key] = SEALING_KEY.exec(text) ?? [];
  return id === undefined || key === undefined ? null : { id, key: Buffer.from(key, "base64") };
}

/** The form that Node's `Resolver.setServers` takes. */
function isNameServer(text: string): boolean {
  const [, bracketed, v4] = /^(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+)(?::\d{1,5})?)$/.exec(text) ?? [];
  return isIP(bracketed ?? v4 ?? text) !== 0;
}

/** Every setting. `Config` has the same members, and docs/settings.md a row for each; both follow from this table. */
export const SETTINGS = {
  host: setting("HARBOR_HOST", [z.string().min(1), "127.0.0.1"], {
    about: "Address to listen on. With SQLite, a loopback address makes the server embedded.",
  }),
  port: number("HARBOR_PORT", [4210, 0, 65_535], {
    about: "Port to listen on. 0 takes any free port, which the ready line shows.",
  }),
  database: setting("HARBOR_DATABASE_URL", [database, { kind: "sqlite", file: DEFAULT_DATABASE_FILE }], {
    shown: `sqlite:${DEFAULT_DATABASE_FILE}`,
    secret: true,
    about:
      "Database: `sqlite:<file>` in an existing folder, `sqlite::memory:`, or `postgres://…` for any number of processes (see [PostgreSQL](postgresql.md)).",
  }),
  role: setting("HARBOR_ROLE", [z.enum(["all", "api", "worker"]), "all"], {
    about: "`api` accepts requests, `worker` delivers, `all` does both. SQLite requires `all`.",
  }),
  apiKeys: settingBy("HARBOR_API_KEYS", [apiKeys, () => []], {
    shown: "generated and printed at the first start",
    secret: true,
    about:
      "Comma list of `hk_live_…` and `hk_test_…` keys, added to the default project if they are missing.",
  }),
  testNetworks: settingBy(
    "HARBOR_TEST_NETWORKS",
    [networks, (embedded) => (embedded ? LOOPBACK_NETWORKS : [])],
    {
      shown: "loopback when embedded, else none",
      unit: "CIDRs",
      emptyIsValue: true,
      about:
        "Comma list of networks that test destinations may use although they are not public; empty: none.",
    },
  ),
  publicUrl: optional("HARBOR_PUBLIC_URL", publicUrl, {
    shown: "its own address when embedded",
    about:
      "URL under which browsers reach this server, such as `https://webhooks.example.com`, with the path prefix of a proxy if there is one. The links to the [portal](send/portal.md) begin with it.",
  }),
  portal: {
    name: optional("HARBOR_PORTAL_NAME", portalName, {
      about: "Your name as the [portal](send/portal.md) shows it, such as `Acme Webhooks`.",
    }),
    logo: optional("HARBOR_PORTAL_LOGO_URL", logoUrl, {
      about:
        "URL of an image that the portal shows beside the name, at a height of 28 pixels. It is the only file of another host that the page loads.",
    }),
    color: optional("HARBOR_PORTAL_COLOR", portalColor, {
      about:
        "Color of the links and buttons of the portal, as `#rrggbb`. In each theme it becomes as much darker or lighter as text needs to be readable.",
    }),
  },
  portalOrigins: settingBy("HARBOR_PORTAL_ORIGINS", [origins, () => []], {
    shown: "none",
    about:
      "Comma list of origins (`https://app.example.com`) whose pages may show the portal in a frame, and call the API from a browser, with the token of a portal session only.",
  }),
  portalTestNetworks: settingBy("HARBOR_PORTAL_TEST_NETWORKS", [onOff, (embedded) => embedded], {
    shown: "on when embedded, else off",
    about:
      "Whether URLs that portal sessions set in a test environment may be `http` and use `HARBOR_TEST_NETWORKS`, as those of a test key.",
  }),
  dnsServers: settingBy("HARBOR_DNS_SERVERS", [nameServers, () => []], {
    shown: "those of the machine",
    about:
      "Comma list of name servers (`192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:53`) that resolve the hosts of destinations.",
  }),
  testClock: settingBy("HARBOR_TEST_CLOCK", [onOff, (embedded) => embedded], {
    shown: "on when embedded, else off",
    about: "Whether test keys may call `POST /v1/test-clock/advance`.",
  }),
  dashboard: settingBy("HARBOR_DASHBOARD", [onOff, (embedded) => embedded], {
    shown: "on when embedded, else off",
    about:
      "Whether the server has the [dashboard](dashboard.md) at `/dashboard` and the [portal](send/portal.md) at `/portal`.",
  }),
  eventTypes: setting("HARBOR_EVENT_TYPES", [z.enum(["open", "strict"]), "open"], {
    about:
      "`strict` accepts only events whose type is in the [catalogue](contract.md#event-types) of the environment.",
  }),
  encryptionKeys: optional("HARBOR_ENCRYPTION_KEY", sealingKeys, {
    shown: "generated beside the SQLite file",
    secret: true,
    about:
      "Comma list of `<id>:<base64 of 32 bytes>`: the first key seals, and each of them opens. Required with PostgreSQL.",
  }),
  smtpUrl: optional("HARBOR_SMTP_URL", z.string().regex(/^smtps?:\/\/.+/, "must be smtp://… or smtps://…"), {
    secret: true,
    about: "Mail server for circuit breaker e-mails: `smtp://…` or `smtps://…`.",
  }),
  alertEmail: optional("HARBOR_ALERT_EMAIL", z.string().regex(/^\S+@\S+$/, "must be an e-mail address"), {
    about: "Recipient and sender address of the circuit breaker e-mails.",
  }),
  metricsToken: optional(
    "HARBOR_METRICS_TOKEN",
    z.string().regex(/^[\x21-\x7e]{16,}$/, "must be at least 16 visible ASCII characters"),
    {
      secret: true,
      about:
        "Bearer token that `GET /metrics` requires. Without a token, only an embedded server serves its metrics.",
    },
  ),
  logLevel: setting(
    "HARBOR_LOG_LEVEL",
    [z.enum(["trace", "debug", "info", "warn", "error", "silent"]), "info"],
    { about: "Minimum log level: `trace`, `debug`, `info`, `warn`, `error` or `silent`." },
  ),
  limits: {
    rateLimits: settingBy("HARBOR_RATE_LIMITS", [onOff, (embedded) => !embedded], {
      shown: "off when embedded, else on",
      about: "Whether the ingest and management rates below are enforced.",
    }),
    maxBodyBytes: number("HARBOR_MAX_BODY_BYTES", [256 * KB, 1, 64 * KB * KB], {
      unit: "bytes",
      about: "Maximum size of an event body, as submitted.",
    }),
    maxRequestBytes: number("HARBOR_MAX_REQUEST_BYTES", [512 * KB, 1, 64 * KB * KB], {
      unit: "bytes",
      about: "Maximum size of a request other than a batch.",
    }),
    maxBatchBytes: number("HARBOR_MAX_BATCH_BYTES", [5 * KB * KB, 1, 64 * KB * KB], {
      unit: "bytes",
      about: "Maximum size of a batch request.",
    }),
    maxDestinations: number("HARBOR_MAX_DESTINATIONS", [1000, 1, 1_000_000], {
      about: "Maximum number of destinations without a tenant per environment.",
    }),
    maxTenantDestinations: number("HARBOR_MAX_TENANT_DESTINATIONS", [50, 1, 1_000_000], {
      about: "Maximum number of destinations per tenant.",
    }),
    maxSubscriptions: number("HARBOR_MAX_SUBSCRIPTIONS", [100, 1, 1_000_000], {
      about: "Maximum number of subscriptions per destination.",
    }),
    maxEventTypes: number("HARBOR_MAX_EVENT_TYPES", [1000, 1, 100_000], {
      about: "Maximum number of event types in the catalogue of an environment.",
    }),
    maxSchemaBytes: number("HARBOR_MAX_SCHEMA_BYTES", [64 * KB, 1, 256 * KB], {
      unit: "bytes",
      about: "Maximum size of the schema of an event type, and of its example.",
    }),
    eventsPerSecond: number("HARBOR_EVENTS_PER_SECOND", [1000, 1, 1_000_000], {
      unit: "events/s",
      about: "Ingest rate per environment.",
    }),
    eventsBurst: number("HARBOR_EVENTS_BURST", [10_000, 1, 10_000_000], {
      unit: "events",
      about: "Capacity of the ingest bucket: three times the rate for five seconds.",
    }),
    managementPerMinute: number("HARBOR_MANAGEMENT_PER_MINUTE", [60, 1, 1_000_000], {
      unit: "requests/min",
      about: "Management rate, and capacity of its bucket, per API key.",
    }),
    readsPerMinute: number("HARBOR_READS_PER_MINUTE", [600, 1, 1_000_000], {
      unit: "requests/min",
      about: "Rate of `GET` requests, and capacity of their bucket, per API key.",
    }),
    portalPerMinute: number("HARBOR_PORTAL_PER_MINUTE", [300, 1, 1_000_000], {
      unit: "requests/min",
      about: "Rate, and capacity of its bucket, of all portal sessions of a tenant together.",
    }),
    maxGroupedDead: number("HARBOR_MAX_GROUPED_DEAD", [100_000, 1, 10_000_000], {
      unit: "deliveries",
      about: "Maximum number of dead deliveries that `GET /v1/dlq/groups` counts, the newest ones.",
    }),
    maxInFlight: number("HARBOR_MAX_IN_FLIGHT", [2048, 1, 100_000], {
      unit: "deliveries",
      about: "Maximum number of requests to destinations in flight in this process.",
    }),
    maxQueued: number("HARBOR_MAX_QUEUED", [20_000, 1, 10_000_000], {
      unit: "events",
      about: "Maximum number of events waiting to be stored; above it Harbor returns 503 `overloaded`.",
    }),
  },
  times: {
    retentionMs: seconds(
      "HARBOR_RETENTION_SECONDS",
      [30 * DAY, 60, 3650 * DAY],
      "How long after its creation an event, with its deliveries, is listed, retried and replayed.",
    ),
    purgeGraceMs: seconds(
      "HARBOR_PURGE_GRACE_SECONDS",
      [3 * DAY, 0, 365 * DAY],
      "How long after the end of its retention a row is removed.",
    ),
    idempotencyMs: seconds(
      "HARBOR_IDEMPOTENCY_SECONDS",
      [DAY, 60, 30 * DAY],
      "How long an idempotency key is remembered.",
    ),
    holdMs: seconds(
      "HARBOR_HOLD_SECONDS",
      [HOUR, 1, 30 * DAY],
      "How long a pending delivery is held while its destination is paused.",
    ),
    probeIntervalMs: seconds(
      "HARBOR_PROBE_INTERVAL_SECONDS",
      [60, 1, DAY],
      "Minimum time between two probes of a destination that the circuit breaker has paused.",
    ),
    leaseSlackMs: seconds(
      "HARBOR_LEASE_SLACK_SECONDS",
      [30, 1, HOUR],
      "How much longer than the destination's timeout a lease lasts.",
    ),
    tunnelGraceMs: seconds(
      "HARBOR_TUNNEL_GRACE_SECONDS",
      [300, 10, DAY],
      "How long the destination of a tunnel waits for its client to reconnect before it is deleted.",
    ),
    connectionMaxAgeMs: seconds(
      "HARBOR_CONNECTION_MAX_AGE_SECONDS",
      [60, 0, DAY],
      "Maximum age of a connection to a destination; a changed DNS record takes effect by then. 0: one request each.",
    ),
    shutdownMs: seconds(
      "HARBOR_SHUTDOWN_SECONDS",
      [30, 0, HOUR],
      "How long a stopping server waits for deliveries in flight. The next start sends the others again.",
    ),
  },
};
