import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parser } from "@prometheus-io/lezer-promql";
import { validate } from "dockerfile-utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { readConfig, unknownSettings } from "../src/config.js";
import { startTestServer, type TestServer } from "./test-server.js";

const pathOf = (name: string) => fileURLToPath(new URL(`../../examples/deploy/${name}`, import.meta.url));
const read = (name: string) => readFileSync(pathOf(name), "utf8");

interface Rules {
  groups: {
    rules: {
      alert: string;
      expr: string;
      labels: { severity: string };
      annotations: Record<string, string>;
    }[];
  }[];
}
interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[];
}
interface PodSpec {
  terminationGracePeriodSeconds: number;
  containers: {
    env: { name: string; value: string }[];
    readinessProbe: Probe;
    livenessProbe: Probe;
    ports: { containerPort: number }[];
  }[];
}
interface Probe {
  httpGet: { path: string };
}

const rules = (parse(read("prometheus-rules.yaml")) as Rules).groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(read("grafana-dashboard.json")) as Dashboard;
/** Grafana replaces its variable before Prometheus sees the query. */
const queries = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => [title, expr.replaceAll("$__rate_interval", "5m")] as const),
  ),
];

/** Prometheus's own, about a scrape. */
const NOT_HARBORS = ["up"];

let server: TestServer;
let metrics: string;

beforeAll(async () => {
  server = await startTestServer();
  const { test: api } = await server.project();
  await api.post("/events", { type: "order.created", body: {} });
  metrics = await (await fetch(`${server.url}/metrics`)).text();
});
afterAll(() => server.close());

/** The texts of the nodes of this kind; throws when the query does not parse. */
function nodesOf(query: string, kind: string): string[] {
  const found: string[] = [];
  parser.parse(query).iterate({
    enter({ type, from, to }) {
      if (type.isError) throw new Error(`Syntax error at ${from} of ${query}`);
      if (type.name === kind) found.push(query.slice(from, to));
    },
  });
  return found;
}

describe.each(queries)("the query of %j: %s", (_, query) => {
  it("parses, and reads only what the server exports", () => {
    const names = nodesOf(query, "Identifier");
    expect(names.length).toBeGreaterThan(0);
    for (const name of names.filter((candidate) => !NOT_HARBORS.includes(candidate))) {
      const family = name.replace(/_(bucket|count|sum)$/, "");
      expect(metrics, name).toMatch(new RegExp(`^# TYPE (${name}|${family}) `, "m"));
    }
  });
});

it("compares with operations and labels that the server uses", () => {
  const operations = queries.flatMap(
    ([, query]) => query.match(/operation=~?"([^"]+)"/)?.[1]?.split("|") ?? [],
  );
  const spec = readFileSync(fileURLToPath(new URL("../../openapi.yaml", import.meta.url)), "utf8");
  for (const operation of operations) expect(spec).toContain(`operationId: ${operation}\n`);
  expect(metrics).toMatch(
    /harbor_http_request_duration_seconds_count\{operation="createEvent",status="202"\} 1/,
  );
});

it("every alert says what happened and where to look", () => {
  for (const { annotations } of rules) {
    expect(annotations).toEqual({ summary: expect.any(String), description: expect.any(String) });
  }
});

it("docs/operate/alerts.md has a section for every alert, with its severity", () => {
  const page = readFileSync(new URL("../../docs/operate/alerts.md", import.meta.url), "utf8");
  const sections = [...page.matchAll(/^## (\w+)\n\n`(\w+)`\./gm)].map(([, alert, severity]) => [
    alert,
    severity,
  ]);
  expect(sections).toEqual(rules.map(({ alert, labels }) => [alert, labels.severity]));
});

it("the Dockerfile has no finding, and a Node.js that the server supports", () => {
  const text = read("Dockerfile");
  expect(validate(text)).toEqual([]);
  const versions = [...text.matchAll(/^FROM node:(\d+)/gm)].map(([, version]) => Number(version));
  expect(new Set(versions).size).toBe(1);
  expect(versions[0]).toBeGreaterThanOrEqual(20);
  expectSettings(settingsIn(text));
});

it("the unit waits longer than the server, with settings that exist", () => {
  const text = read("harbor.service");
  const settings = settingsIn(text);
  expectSettings(settings);
  const timeout = Number(/^TimeoutStopSec=(\d+)$/m.exec(text)?.[1]);
  expect(timeout).toBeGreaterThan(Number(settings.HARBOR_SHUTDOWN_SECONDS));
});

it("systemd accepts the unit", ({ skip }) => {
  try {
    execFileSync("systemd-analyze", ["--version"], { stdio: "ignore" });
  } catch {
    skip("systemd-analyze is not installed");
  }
  const verify = ["verify", "--man=no", pathOf("harbor.service")];
  // The command of the unit is installed on the machine that runs it, not on this one.
  const findings = execFileSync("bash", ["-c", 'systemd-analyze "$@" 2>&1 || true', "bash", ...verify])
    .toString()
    .split("\n")
    .filter((line) => line.includes("harbor.service") && !line.includes("is not executable"));
  expect(findings).toEqual([]);
});

it("Kubernetes waits longer than the server, and asks paths and a port that it has", async () => {
  const [set, service] = parseAllDocuments(read("kubernetes.yaml")).map(
    (document) => document.toJS() as { spec: Record<string, unknown> },
  );
  const { spec } = set?.spec.template as { spec: PodSpec };
  const [container] = spec.containers;
  const settings = Object.fromEntries(container?.env.map(({ name, value }) => [name, value]) ?? []);
  expectSettings(settings);
  expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(Number(settings.HARBOR_SHUTDOWN_SECONDS));
  expect(container?.ports[0]?.containerPort).toBe(Number(settings.HARBOR_PORT));
  for (const probe of [container?.readinessProbe, container?.livenessProbe]) {
    expect((await fetch(`${server.url}${probe?.httpGet.path ?? ""}`)).status).toBe(200);
  }
  expect(service?.spec).toMatchObject({ ports: [{ targetPort: "http" }] });
});

function settingsIn(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/\b(HARBOR_[A-Z_]+)=(\S+)/g)].map(([, name = "", value = ""]) => [
    name,
    value,
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** The server would start with them. */
function expectSettings(settings: Record<string, string>): void {
  expect(() => readConfig(settings)).not.toThrow();
  expect(unknownSettings(settings)).toEqual([]);
}
