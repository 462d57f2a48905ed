import { diag, DiagLogLevel, metrics, trace } from "@opentelemetry/api";
import type { Logger } from "pino";
import { hasMeterProvider } from "./open-telemetry-metrics.js";
import { settlesBy } from "./settles-by.js";
import { createTracing } from "./tracing.js";
import { VERSION } from "./version.js";

/** Sends spans and metrics to a collector until it is closed. */
export interface TelemetryExport {
  /** Sends what is left, and gives up after `CLOSE_MS`. Returns whether nothing is in progress anymore. */
  close(): Promise<boolean>;
}

interface Provider {
  shutdown(): Promise<void>;
}

const CLOSE_MS = 3000;
/** The longest time that a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Registers OpenTelemetry providers that export to the collector in OTEL_EXPORTER_OTLP_ENDPOINT. Undefined if that is not set, or if
 * others are registered: then the SDK, which takes a while to load, is not loaded.
 */
export async function startTelemetryExport(log: Logger): Promise<TelemetryExport | undefined> {
  const starts: (() => Promise<Provider>)[] = [];
  if (isWanted("TRACES", process.env) && createTracing() === undefined) starts.push(startTraces);
  if (isWanted("METRICS", process.env) && !hasMeterProvider()) starts.push(startMetrics);
  if (starts.length === 0) return undefined;
  logDiagnostics(log);
  const providers = await Promise.all(starts.map((start) => start()));
  return {
    async close() {
      const closed = Promise.all(providers.map((provider) => shutDown(provider, log)));
      const isClosed = await settlesBy(performance.now() + CLOSE_MS, closed);
      if (!isClosed)
        log.warn(
          { event: "telemetry_export_deadline" },
          "the collector does not respond; the last spans and metrics are lost",
        );
      return isClosed;
    },
  };
}

/** A provider that cannot export its last data does not end the wait for the other one. */
async function shutDown(provider: Provider, log: Logger): Promise<void> {
  try {
    await provider.shutdown();
  } catch (error) {
    log.warn({ event: "telemetry_export_failed", err: error }, "the last spans or metrics were not exported");
  }
}

/** The SDK reads the other OTEL_ variables itself, from `process.env`. */
function isWanted(signal: "TRACES" | "METRICS", env: NodeJS.ProcessEnv): boolean {
  const valueOf = (name: string) => env[name]?.trim() ?? "";
  const endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`];
  return (
    endpoints.some((name) => valueOf(name) !== "") &&
    valueOf("OTEL_SDK_DISABLED").toLowerCase() !== "true" &&
    valueOf(`OTEL_${signal}_EXPORTER`) !== "none"
  );
}

async function startTraces(): Promise<Provider> {
  const [{ BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, resource] = await Promise.all([
    import("@opentelemetry/sdk-trace-base"),
    import("@opentelemetry/exporter-trace-otlp-proto"),
    createResource(),
  ]);
  const spanProcessors = [new BatchSpanProcessor(new OTLPTraceExporter())];
  const provider = new BasicTracerProvider({ resource, spanProcessors });
  trace.setGlobalTracerProvider(provider);
  return provider;
}

async function startMetrics(): Promise<Provider> {
  const [{ MeterProvider, PeriodicExportingMetricReader }, { OTLPMetricExporter }, resource] =
    await Promise.all([
      import("@opentelemetry/sdk-metrics"),
      import("@opentelemetry/exporter-metrics-otlp-proto"),
      createResource(),
    ]);
  const exporter = new OTLPMetricExporter();
  const reader = new PeriodicExportingMetricReader({ exporter, ...exportInterval(process.env) });
  const provider = new MeterProvider({ resource, readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  return provider;
}

/** The SDK does not read this variable itself, and does not start with a value that is not a time. */
function exportInterval({ OTEL_METRIC_EXPORT_INTERVAL: text = "" }: NodeJS.ProcessEnv) {
  const exportIntervalMillis = Number(text);
  if (exportIntervalMillis > 0 && exportIntervalMillis <= MAX_TIMER_MS) return { exportIntervalMillis };
  if (text.trim() !== "")
    diag.warn(`OTEL_METRIC_EXPORT_INTERVAL is not a number of milliseconds: ${text}; using the default`);
  return {};
}

async function createResource() {
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } =
    await import("@opentelemetry/resources");
  // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last: they win.
  return defaultResource()
    .merge(resourceFromAttributes({ "service.name": "harbor", "service.version": VERSION }))
    .merge(detectResources({ detectors: [envDetector] }));
}

/** The SDK reports faults of its variables and failed exports only to the logger of the API. */
function logDiagnostics(log: Logger): void {
  const warn = (...parts: unknown[]) => {
    const texts = parts.filter((part) => typeof part === "string").map(readable);
    log.warn({ event: "opentelemetry" }, `OpenTelemetry: ${texts.join(": ")}`);
  };
  const ignore = () => undefined;
  diag.setLogger({ error: warn, warn, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.WARN);
}

/** An error comes as the JSON of its fields. It has no message if a host was tried at several addresses. */
function readable(text: string): string {
  if (!text.startsWith("{")) return text;
  const { message, code } = JSON.parse(text) as { message?: string; code?: string };
  return message ?? code ?? text;
}
