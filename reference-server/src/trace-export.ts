import { diag, DiagLogLevel, trace } from "@opentelemetry/api";
import type { Logger } from "pino";
import { settlesBy } from "./settles-by.js";
import { createTracing } from "./tracing.js";
import { VERSION } from "./version.js";

/** Sends spans to a collector until it is closed. */
export interface TraceExport {
  /** Sends what is left, and gives up after `CLOSE_MS`. Returns whether nothing is in progress anymore. */
  close(): Promise<boolean>;
}

const CLOSE_MS = 3000;

/**
 * Registers an OpenTelemetry provider that exports to the collector in OTEL_EXPORTER_OTLP_ENDPOINT. Undefined if that is not set, or if
 * another provider is registered: then the SDK, which takes a while to load, is not loaded.
 */
export async function startTraceExport(log: Logger): Promise<TraceExport | undefined> {
  if (!isWanted(process.env) || createTracing() !== undefined) return undefined;
  logDiagnostics(log);
  const provider = await createProvider();
  trace.setGlobalTracerProvider(provider);
  return {
    async close() {
      const closed = provider.shutdown().catch((error: unknown) => {
        log.warn({ event: "trace_export_failed", err: error }, "the last spans were not exported");
      });
      const isClosed = await settlesBy(performance.now() + CLOSE_MS, closed);
      if (!isClosed)
        log.warn(
          { event: "trace_export_deadline" },
          "the collector does not respond; the last spans are lost",
        );
      return isClosed;
    },
  };
}

/** The SDK reads the other OTEL_ variables itself, from `process.env`. */
function isWanted(env: Record<string, string | undefined>): boolean {
  const valueOf = (name: string) => env[name]?.trim() ?? "";
  const endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
  return (
    endpoints.some((name) => valueOf(name) !== "") &&
    valueOf("OTEL_SDK_DISABLED").toLowerCase() !== "true" &&
    valueOf("OTEL_TRACES_EXPORTER") !== "none"
  );
}

async function createProvider() {
  const [
    { BasicTracerProvider, BatchSpanProcessor },
    { OTLPTraceExporter },
    { defaultResource, detectResources, envDetector, resourceFromAttributes },
  ] = await Promise.all([
    import("@opentelemetry/sdk-trace-base"),
    import("@opentelemetry/exporter-trace-otlp-proto"),
    import("@opentelemetry/resources"),
  ]);
  // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last: they win.
  const resource = defaultResource()
    .merge(resourceFromAttributes({ "service.name": "harbor", "service.version": VERSION }))
    .merge(detectResources({ detectors: [envDetector] }));
  return new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
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
