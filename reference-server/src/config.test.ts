import { describe, expect, test } from "vitest";
import { ALL_SETTINGS, ConfigError, readConfig, unknownSettings, type Config } from "./config.js";

const KEY = Buffer.alloc(32, 7).toString("base64");
const POSTGRES = { HARBOR_DATABASE_URL: "postgres://db.internal/harbor", HARBOR_ENCRYPTION_KEY: `k1:${KEY}` };

function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe("defaults", () => {
  test("without any setting: embedded, on SQLite, with what suits one machine", () => {
    expect(readConfig({})).toEqual({
      host: "127.0.0.1",
      port: 4210,
      database: { kind: "sqlite", file: ".harbor/harbor.db" },
      role: "all",
      embedded: true,
      apiKeys: [],
      dnsServers: [],
      testNetworks: ["127.0.0.0/8", "::1/128"],
      eventTypes: "open",
      testClock: true,
      publicUrl: null,
      portal: { name: null, logo: null, color: null },
      portalOrigins: [],
      portalTestNetworks: true,
      dashboard: true,
      encryptionKeys: null,
      smtpUrl: null,
      alertEmail: null,
      metricsToken: null,
      logLevel: "info",
      limits: {
        rateLimits: false,
        maxBodyBytes: 262_144,
        maxRequestBytes: 524_288,
        maxBatchBytes: 5_242_880,
        maxDestinations: 1000,
        maxEventTypes: 1000,
        maxSchemaBytes: 65_536,
        maxTenantDestinations: 50,
        maxSubscriptions: 100,
        eventsPerSecond: 1000,
        eventsBurst: 10_000,
        managementPerMinute: 60,
        readsPerMinute: 600,
        portalPerMinute: 300,
        maxGroupedDead: 100_000,
        maxInFlight: 2048,
        maxQueued: 20_000,
      },
      times: {
        retentionMs: 30 * 86_400_000,
        purgeGraceMs: 3 * 86_400_000,
        idempotencyMs: 86_400_000,
        holdMs: 3_600_000,
        probeIntervalMs: 60_000,
        leaseSlackMs: 30_000,
        tunnelGraceMs: 300_000,
        connectionMaxAgeMs: 60_000,
        shutdownMs: 30_000,
      },
    });
  });

  test.each([
    ["another host", { HARBOR_HOST: "0.0.0.0" }],
    ["PostgreSQL", POSTGRES],
  ])("with %s: not embedded, so closed, limited and without a test clock", (_, env) => {
    expect(readConfig(env)).toMatchObject({
      embedded: false,
      testNetworks: [],
      testClock: false,
      dashboard: false,
      limits: { rateLimits: true },
    });
  });

  test.each(["127.0.0.1", "127.9.9.9", "localhost", "::1"])("%s is a loopback host", (host) => {
    expect(readConfig({ HARBOR_HOST: host }).embedded).toBe(true);
  });

  test.each(["0.0.0.0", "::", "10.0.0.1", "127.example.com", "localhost.example.com"])(
    "%s is not a loopback host",
    (host) => {
      expect(readConfig({ HARBOR_HOST: host }).embedded).toBe(false);
    },
  );

  test("what is said outright goes before what embedded implies", () => {
    const outright = {
      HARBOR_TEST_NETWORKS: "10.0.0.0/8",
      HARBOR_TEST_CLOCK: "off",
      HARBOR_DASHBOARD: "off",
      HARBOR_RATE_LIMITS: "on",
    };
    expect(readConfig(outright)).toMatchObject({
      embedded: true,
      testNetworks: ["10.0.0.0/8"],
      testClock: false,
      dashboard: false,
      limits: { rateLimits: true },
    });
  });

  test("an empty variable counts as unset, but an empty list of test networks closes them all", () => {
    const unset = Object.fromEntries(ALL_SETTINGS.map(({ variable }) => [variable, ""]));
    expect(readConfig(unset)).toEqual({ ...readConfig({}), testNetworks: [] });
  });
});

/** Each setting with a value, not its default where SQLite allows another, and where that value arrives. */
type Sample = [value: string, read: (config: Config) => unknown, expected: unknown];

const SAMPLES: Record<string, Sample> = {
  HARBOR_HOST: ["::1", (c) => c.host, "::1"],
  HARBOR_PORT: ["0", (c) => c.port, 0],
  HARBOR_DATABASE_URL: ["sqlite::memory:", (c) => c.database, { kind: "sqlite", file: ":memory:" }],
  HARBOR_ROLE: ["all", (c) => c.role, "all"],
  HARBOR_API_KEYS: [
    " hk_test_12345678, hk_live_abcdefgh ",
    (c) => c.apiKeys,
    ["hk_test_12345678", "hk_live_abcdefgh"],
  ],
  HARBOR_TEST_NETWORKS: ["10.0.0.0/8, fd00::/8", (c) => c.testNetworks, ["10.0.0.0/8", "fd00::/8"]],
  HARBOR_METRICS_TOKEN: ["0123456789abcdef", (c) => c.metricsToken, "0123456789abcdef"],
  HARBOR_DNS_SERVERS: [
    "192.0.2.53, 192.0.2.53:5353, [2001:db8::53]:53",
    (c) => c.dnsServers,
    ["192.0.2.53", "192.0.2.53:5353", "[2001:db8::53]:53"],
  ],
  HARBOR_CONNECTION_MAX_AGE_SECONDS: ["0", (c) => c.times.connectionMaxAgeMs, 0],
  HARBOR_SHUTDOWN_SECONDS: ["1", (c) => c.times.shutdownMs, 1000],
  HARBOR_TEST_CLOCK: ["off", (c) => c.testClock, false],
  HARBOR_EVENT_TYPES: ["strict", (c) => c.eventTypes, "strict"],
  HARBOR_DASHBOARD: ["off", (c) => c.dashboard, false],
  HARBOR_RATE_LIMITS: ["on", (c) => c.limits.rateLimits, true],
  HARBOR_ENCRYPTION_KEY: [
    `new:${KEY},old:${KEY}`,
    (c) => c.encryptionKeys,
    [
      { id: "new", key: Buffer.alloc(32, 7) },
      { id: "old", key: Buffer.alloc(32, 7) },
    ],
  ],
  HARBOR_SMTP_URL: ["smtps://u:p@mail.example", (c) => c.smtpUrl, "smtps://u:p@mail.example"],
  HARBOR_ALERT_EMAIL: ["ops@acme.example", (c) => c.alertEmail, "ops@acme.example"],
  HARBOR_LOG_LEVEL: ["silent", (c) => c.logLevel, "silent"],
  HARBOR_MAX_BODY_BYTES: ["1", (c) => c.limits.maxBodyBytes, 1],
  HARBOR_MAX_REQUEST_BYTES: ["2", (c) => c.limits.maxRequestBytes, 2],
  HARBOR_MAX_BATCH_BYTES: ["3", (c) => c.limits.maxBatchBytes, 3],
  HARBOR_MAX_DESTINATIONS: ["4", (c) => c.limits.maxDestinations, 4],
  HARBOR_MAX_EVENT_TYPES: ["5", (c) => c.limits.maxEventTypes, 5],
  HARBOR_MAX_SCHEMA_BYTES: ["100", (c) => c.limits.maxSchemaBytes, 100],
  HARBOR_MAX_TENANT_DESTINATIONS: ["5", (c) => c.limits.maxTenantDestinations, 5],
  HARBOR_MAX_SUBSCRIPTIONS: ["6", (c) => c.limits.maxSubscriptions, 6],
  HARBOR_PUBLIC_URL: ["https://example.com/harbor/", (c) => c.publicUrl, "https://example.com/harbor"],
  HARBOR_PORTAL_NAME: ["Acme Webhooks", (c) => c.portal.name, "Acme Webhooks"],
  HARBOR_PORTAL_LOGO_URL: ["https://example.com/a.svg", (c) => c.portal.logo, "https://example.com/a.svg"],
  HARBOR_PORTAL_COLOR: ["#0b6bcb", (c) => c.portal.color, "#0b6bcb"],
  HARBOR_PORTAL_ORIGINS: [
    "https://app.example.com, http://127.0.0.1:3000",
    (c) => c.portalOrigins,
    ["https://app.example.com", "http://127.0.0.1:3000"],
  ],
  HARBOR_PORTAL_TEST_NETWORKS: ["off", (c) => c.portalTestNetworks, false],
  HARBOR_EVENTS_PER_SECOND: ["5", (c) => c.limits.eventsPerSecond, 5],
  HARBOR_EVENTS_BURST: ["6", (c) => c.limits.eventsBurst, 6],
  HARBOR_MANAGEMENT_PER_MINUTE: ["7", (c) => c.limits.managementPerMinute, 7],
  HARBOR_READS_PER_MINUTE: ["70", (c) => c.limits.readsPerMinute, 70],
  HARBOR_PORTAL_PER_MINUTE: ["70", (c) => c.limits.portalPerMinute, 70],
  HARBOR_MAX_GROUPED_DEAD: ["71", (c) => c.limits.maxGroupedDead, 71],
  HARBOR_RETENTION_SECONDS: ["60", (c) => c.times.retentionMs, 60_000],
  HARBOR_PURGE_GRACE_SECONDS: ["0", (c) => c.times.purgeGraceMs, 0],
  HARBOR_IDEMPOTENCY_SECONDS: ["61", (c) => c.times.idempotencyMs, 61_000],
  HARBOR_HOLD_SECONDS: ["8", (c) => c.times.holdMs, 8000],
  HARBOR_PROBE_INTERVAL_SECONDS: ["9", (c) => c.times.probeIntervalMs, 9000],
  HARBOR_LEASE_SLACK_SECONDS: ["10", (c) => c.times.leaseSlackMs, 10_000],
  HARBOR_TUNNEL_GRACE_SECONDS: ["60", (c) => c.times.tunnelGraceMs, 60_000],
  HARBOR_MAX_IN_FLIGHT: ["11", (c) => c.limits.maxInFlight, 11],
  HARBOR_MAX_QUEUED: ["12", (c) => c.limits.maxQueued, 12],
};

const all = ALL_SETTINGS.map((setting) => [setting.variable, setting] as const);
const numbers = all.filter(([, { shown }]) => /^\d+$/.test(shown));

function sampleOf(name: string): Sample {
  const sample = SAMPLES[name];
  if (sample === undefined) throw new Error(`SAMPLES lacks ${name}`);
  return sample;
}

describe("every setting", () => {
  test.each(all)("%s is read", (name) => {
    const [value, read, expected] = sampleOf(name);
    expect(read(readConfig({ [name]: value }))).toEqual(expected);
  });

  test.each(all)("%s has a default and a meaning to show in the table", (_, setting) => {
    expect(setting.shown).not.toBe("");
    expect(setting.about).toMatch(/^[A-Z`].+\.$/);
  });

  test.each(numbers)("%s shows the default that it has", (name, { shown, unit }) => {
    const [, read] = sampleOf(name);
    const value = read(readConfig({}));
    const inUnit = unit === "s" ? Number(value) / 1000 : value;
    expect(inUnit).toBe(Number(shown));
  });

  test.each(numbers)("%s takes whole numbers only", (name) => {
    for (const value of ["-1", "1.5", "1e3", "0x10", " 7", "7 s", "many", "9".repeat(30)]) {
      expect(faultsOf({ [name]: value }), value).toHaveLength(1);
    }
  });

  test("the roles that need a database for many processes are read with one", () => {
    expect(readConfig({ ...POSTGRES, HARBOR_ROLE: "api" }).role).toBe("api");
    expect(readConfig({ ...POSTGRES, HARBOR_ROLE: "worker" }).role).toBe("worker");
  });

  test.each(["192.0.2", "host.test", "2001:db8::53:53:53:53:53:53:53", "192.0.2.53:", "[192.0.2.53"])(
    "%s is not a name server",
    (server) => {
      expect(faultsOf({ HARBOR_DNS_SERVERS: server })).toHaveLength(1);
    },
  );

  test("either way of writing a PostgreSQL URL is taken", () => {
    const url = "postgresql://db.internal/harbor";
    expect(readConfig({ ...POSTGRES, HARBOR_DATABASE_URL: url }).database).toEqual({ kind: "postgres", url });
  });

  test("variables of others are left alone", () => {
    expect(readConfig({ PATH: "/bin", HARBOUR_PORT: "x" })).toEqual(readConfig({}));
  });
});

describe("unknown settings", () => {
  test.each([
    ["HARBOR_PROT", "HARBOR_PORT"],
    ["HARBOR_API_KEYZ", "HARBOR_API_KEYS"],
    ["HARBOR_DATABSE_URL", "HARBOR_DATABASE_URL"],
    ["HARBOR_LOGLEVEL", "HARBOR_LOG_LEVEL"],
    ["HARBOR_COMPLETELY_DIFFERENT", null],
  ])("%s: %s", (name, suggestion) => {
    expect(unknownSettings({ [name]: "1", HARBOR_PORT: "1", PATH: "/bin" })).toEqual([{ name, suggestion }]);
  });

  test.each(["HARBOR_API_KEY", "HARBOR_BASE_URL", "HARBOR_SIGNING_SECRET"])("%s is the client's", (name) => {
    expect(unknownSettings({ [name]: "x" })).toEqual([]);
  });

  test("those that Kubernetes sets for a service of the same name are its own", () => {
    const links = [
      "HARBOR_SERVICE_HOST",
      "HARBOR_SERVICE_PORT_HTTP",
      "HARBOR_PORT_4210_TCP_ADDR",
      "HARBOR_API_SERVICE_PORT",
    ];
    expect(unknownSettings(Object.fromEntries(links.map((name) => [name, "x"])))).toEqual([]);
  });
});

describe("faults", () => {
  test("are reported all at once, each with its setting and the given value", () => {
    const faults = faultsOf({
      HARBOR_PORT: "65536",
      HARBOR_ROLE: "boss",
      HARBOR_DATABASE_URL: "mysql://db.internal/harbor",
      HARBOR_TEST_CLOCK: "yes",
      HARBOR_ALERT_EMAIL: "operator",
      HARBOR_LOG_LEVEL: "loud",
      HARBOR_HOLD_SECONDS: "1h",
    });
    expect(faults).toHaveLength(7);
    expect(faults.join("\n")).toMatch(/^HARBOR_PORT: .*"65536"/m);
    expect(faults.join("\n")).toMatch(/^HARBOR_ROLE: .*"boss"/m);
    expect(faults.join("\n")).toMatch(/^HARBOR_DATABASE_URL: must be sqlite:/m);
    expect(faults.join("\n")).toMatch(/^HARBOR_HOLD_SECONDS: must be a whole number \(value: "1h"\)/m);
  });

  test("that involve several settings are reported together as well", () => {
    expect(faultsOf({ HARBOR_ROLE: "worker", HARBOR_TEST_NETWORKS: "10.0.0.0/8,everything" })).toEqual([
      'HARBOR_TEST_NETWORKS: "everything" must be a network such as 10.0.0.0/8 (value: "10.0.0.0/8,everything")',
      "HARBOR_ROLE: must be all with SQLite, which a single process owns",
    ]);
  });

  test("a port that Kubernetes has set says so", () => {
    expect(faultsOf({ HARBOR_PORT: "tcp://10.0.0.1:4210" })).toEqual([
      expect.stringContaining("enableServiceLinks: false"),
    ]);
  });

  test("PostgreSQL without a sealing key says how to make one", () => {
    const faults = faultsOf({ HARBOR_DATABASE_URL: "postgres://db.internal/harbor" });
    expect(faults).toEqual([expect.stringMatching(/^HARBOR_ENCRYPTION_KEY: .*openssl rand -base64 32/)]);
  });

  test("read as one text, a fault a line", () => {
    const error = new ConfigError(["HARBOR_PORT: one", "HARBOR_ROLE: two"]);
    expect(error.message).toBe("The settings are not usable:\n  HARBOR_PORT: one\n  HARBOR_ROLE: two");
  });

  test.each([
    ["HARBOR_API_KEYS", "hk_test_goodenough,sekrit"],
    ["HARBOR_ENCRYPTION_KEY", "k1:sekrit"],
    ["HARBOR_ENCRYPTION_KEY", `k1:${KEY},sekrit`],
    ["HARBOR_SMTP_URL", "http://user:sekrit@mail.example"],
    ["HARBOR_METRICS_TOKEN", "sekrit"],
    ["HARBOR_DATABASE_URL", "mysql://user:sekrit@db.internal/harbor"],
  ])("never show what %s holds", (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(`${name}: `);
    expect(faults[0]).toContain("not shown");
    expect(faults[0]).not.toMatch(/sekrit|goodenough/);
    expect(faults[0]).not.toContain(KEY);
  });
});
