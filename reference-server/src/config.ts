import { closest } from "./edit-distance.js";
import type { SealingKey } from "./seal.js";
import { SETTINGS, type Settings } from "./settings.js";

/** The settings as the server uses them: docs/settings.md names each. */
export interface Config {
  host: string;
  port: number;
  database: { kind: "sqlite"; file: string } | { kind: "postgres"; url: string };
  role: "all" | "api" | "worker";
  /** SQLite and a loopback host: the defaults that suit a laptop and a test suite. */
  embedded: boolean;
  apiKeys: string[];
  testNetworks: string[];
  /** Empty: those of the machine. */
  dnsServers: string[];
  testClock: boolean;
  /** Null: made beside the SQLite file (encryption-key.ts). */
  encryptionKeys: SealingKey[] | null;
  smtpUrl: string | null;
  alertEmail: string | null;
  /** Null: the metrics need no token when embedded, and are not served otherwise. */
  metricsToken: string | null;
  logLevel: "trace" | "debug" | "info" | "warn" | "error" | "silent";
  limits: {
    rateLimits: boolean;
    maxBodyBytes: number;
    maxRequestBytes: number;
    maxBatchBytes: number;
    maxDestinations: number;
    eventsPerSecond: number;
    eventsBurst: number;
    managementPerMinute: number;
    maxInFlight: number;
    maxQueued: number;
  };
  /** All in milliseconds. */
  times: {
    retention: number;
    purgeGrace: number;
    idempotency: number;
    hold: number;
    probeInterval: number;
    leaseSlack: number;
    tunnelGrace: number;
    connectionMaxAge: number;
    shutdown: number;
  };
}

/** All that is wrong with the settings, so that one start tells everything. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  constructor(readonly faults: string[]) {
    super(`The settings are not usable:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  }
}

const LOOPBACK_NETWORKS = ["127.0.0.0/8", "::1/128"];

/** Reads `HARBOR_…` variables. Throws `ConfigError` with every fault at once. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const faults: string[] = [];
  const settings = readSettings(env, faults);
  faults.push(...conflicts(settings));
  if (faults.length > 0) throw new ConfigError(faults);
  return toConfig(settings as Settings);
}

/** Each by itself, so that one that is wrong hides no fault of another. */
function readSettings(env: Record<string, string | undefined>, faults: string[]): Partial<Settings> {
  const read: Record<string, unknown> = {};
  for (const [name, { schema }] of Object.entries(SETTINGS)) {
    const result = schema.safeParse(given(name, env[name]));
    if (result.success) read[name] = result.data;
    else
      for (const { message } of result.error.issues)
        faults.push(`${name}: ${message} (it is ${shown(name, env[name])})`);
  }
  return read;
}

/** What is wrong between settings that are each fine. */
function conflicts(settings: Partial<Settings>): string[] {
  const { HARBOR_DATABASE_URL: url, HARBOR_ROLE: role } = settings;
  if (url === undefined) return [];
  const { kind } = toDatabase(url);
  const faults: string[] = [];
  if (
    kind === "postgres" &&
    "HARBOR_ENCRYPTION_KEY" in settings &&
    settings.HARBOR_ENCRYPTION_KEY === undefined
  ) {
    faults.push(
      "HARBOR_ENCRYPTION_KEY: is required with PostgreSQL (id:base64 of 32 bytes; `openssl rand -base64 32` makes one)",
    );
  }
  if (kind === "sqlite" && role !== undefined && role !== "all") {
    faults.push("HARBOR_ROLE: must be all with SQLite, which one process owns");
  }
  return faults;
}

/** An empty variable counts as unset, except where empty means "none". */
function given(name: string, value: string | undefined): string | undefined {
  return value === "" && name !== "HARBOR_TEST_NETWORKS" ? undefined : value;
}

export interface UnknownSetting {
  name: string;
  /** The setting that was probably meant. */
  suggestion: string | null;
}

/** `HARBOR_` variables of the client, the CLI and the tests, which may be set in the same environment. */
const OTHER_VARIABLES =
  /^HARBOR_(API_KEY|BASE_URL|SIGNING_SECRET|CONFIG_DIR|RECEIVER|RETRY_HINT|TEST_CHROMIUM|TEST_POSTGRES_URL)$/;
/** What Kubernetes sets in every pod beside a service that is named harbor. */
const SERVICE_LINKS = /^HARBOR_(\w+_)?(SERVICE_(HOST|PORT)(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_\w+)?)$/;

/** `HARBOR_` variables that no setting has: most likely typing mistakes. */
export function unknownSettings(env: Record<string, string | undefined>): UnknownSetting[] {
  const known = Object.keys(SETTINGS);
  return Object.keys(env)
    .filter((name) => name.startsWith("HARBOR_") && !known.includes(name))
    .filter((name) => !OTHER_VARIABLES.test(name) && !SERVICE_LINKS.test(name))
    .map((name) => ({ name, suggestion: closest(name, known) }));
}

const SECRET_SETTINGS = new Set<string>([
  "HARBOR_API_KEYS",
  "HARBOR_ENCRYPTION_KEY",
  "HARBOR_SMTP_URL",
  "HARBOR_METRICS_TOKEN",
  "HARBOR_DATABASE_URL",
]);

function shown(name: string, value: string | undefined): string {
  if (value === undefined) return "unset";
  return SECRET_SETTINGS.has(name) ? "not shown" : JSON.stringify(value);
}

function toDatabase(url: string): Config["database"] {
  return url.startsWith("sqlite:")
    ? { kind: "sqlite", file: url.slice("sqlite:".length) }
    : { kind: "postgres", url };
}

function isLoopbackHost(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function toConfig(settings: Settings): Config {
  const database = toDatabase(settings.HARBOR_DATABASE_URL);
  const embedded = database.kind === "sqlite" && isLoopbackHost(settings.HARBOR_HOST);
  return {
    host: settings.HARBOR_HOST,
    port: settings.HARBOR_PORT,
    database,
    role: settings.HARBOR_ROLE,
    embedded,
    apiKeys: settings.HARBOR_API_KEYS ?? [],
    testNetworks: settings.HARBOR_TEST_NETWORKS ?? (embedded ? LOOPBACK_NETWORKS : []),
    dnsServers: settings.HARBOR_DNS_SERVERS ?? [],
    testClock: settings.HARBOR_TEST_CLOCK ?? embedded,
    encryptionKeys: settings.HARBOR_ENCRYPTION_KEY ?? null,
    smtpUrl: settings.HARBOR_SMTP_URL ?? null,
    alertEmail: settings.HARBOR_ALERT_EMAIL ?? null,
    metricsToken: settings.HARBOR_METRICS_TOKEN ?? null,
    logLevel: settings.HARBOR_LOG_LEVEL,
    limits: {
      rateLimits: settings.HARBOR_RATE_LIMITS ?? !embedded,
      maxBodyBytes: settings.HARBOR_MAX_BODY_BYTES,
      maxRequestBytes: settings.HARBOR_MAX_REQUEST_BYTES,
      maxBatchBytes: settings.HARBOR_MAX_BATCH_BYTES,
      maxDestinations: settings.HARBOR_MAX_DESTINATIONS,
      eventsPerSecond: settings.HARBOR_EVENTS_PER_SECOND,
      eventsBurst: settings.HARBOR_EVENTS_BURST,
      managementPerMinute: settings.HARBOR_MANAGEMENT_PER_MINUTE,
      maxInFlight: settings.HARBOR_MAX_IN_FLIGHT,
      maxQueued: settings.HARBOR_MAX_QUEUED,
    },
    times: {
      retention: settings.HARBOR_RETENTION_SECONDS * 1000,
      purgeGrace: settings.HARBOR_PURGE_GRACE_SECONDS * 1000,
      idempotency: settings.HARBOR_IDEMPOTENCY_SECONDS * 1000,
      hold: settings.HARBOR_HOLD_SECONDS * 1000,
      probeInterval: settings.HARBOR_PROBE_INTERVAL_SECONDS * 1000,
      leaseSlack: settings.HARBOR_LEASE_SLACK_SECONDS * 1000,
      tunnelGrace: settings.HARBOR_TUNNEL_GRACE_SECONDS * 1000,
      connectionMaxAge: settings.HARBOR_CONNECTION_MAX_AGE_SECONDS * 1000,
      shutdown: settings.HARBOR_SHUTDOWN_SECONDS * 1000,
    },
  };
}
