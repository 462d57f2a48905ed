import {
  type Attributes,
  type Context,
  createTraceState,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import type { Attempt, Destination } from "./domain/domain.js";
import { toStored, type TraceContext, traceOf } from "./domain/trace-context.js";
import type { CommitResult, LeasedDelivery, NewEvent } from "./store/store.js";
import { VERSION } from "./version.js";

/** The spans of the pipeline, for the OpenTelemetry provider of the application. */
export interface Tracing {
  /** Begins the span of an event, as a child of its sender's. The item has it as its trace, so that attempts become its children. */
  ingest(item: NewEvent): IngestSpan;
  /** The span of one transaction, linked to those of its events. */
  commit<T>(items: readonly NewEvent[], run: () => Promise<T>): Promise<T>;
  /** Begins the span of an attempt, whose trace context is sent to the destination. */
  attempt(delivery: LeasedDelivery, destination: Destination): AttemptSpan;
}

/** An event that is stale is routed again, with another span: this one does not end, so that it is not exported. */
export interface IngestSpan {
  item: NewEvent;
  end(result: CommitResult): void;
  /** Ends it if the commit throws. */
  fail(): void;
}

export interface AttemptSpan {
  context: TraceContext;
  end(attempt: Pick<Attempt, "outcome" | "response_code" | "error">): void;
}

/** Undefined, at no cost, unless a provider is registered. */
export function createTracing(): Tracing | undefined {
  const provider = trace.getTracerProvider();
  const tracer =
    provider instanceof ProxyTracerProvider
      ? provider.getDelegateTracer("harbor", VERSION)
      : provider.getTracer("harbor", VERSION);
  return tracer === undefined ? undefined : tracingBy(tracer);
}

function tracingBy(tracer: Tracer): Tracing {
  return {
    ingest(item) {
      const { id, type } = item.event;
      const attributes = { "harbor.event.id": id, "harbor.event.type": type };
      const parent = parentOf(traceOf({ trace: item.trace, event_id: id }));
      const span = tracer.startSpan("ingest", { kind: SpanKind.SERVER, attributes }, parent);
      return {
        item: { ...item, trace: toStored(contextOf(span)) },
        end: (result) => {
          endIngest(span, result);
        },
        fail: () => {
          span.setStatus({ code: SpanStatusCode.ERROR }).end();
        },
      };
    },
    async commit(items, run) {
      const span = tracer.startSpan("commit", { links: linksTo(items), root: true });
      span.setAttribute("harbor.commit.events", items.length);
      try {
        return await run();
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    },
    attempt(delivery, destination) {
      const attributes = attemptAttributes(delivery, destination);
      const parent = parentOf(traceOf(delivery));
      const span = tracer.startSpan("attempt", { kind: SpanKind.CLIENT, attributes }, parent);
      return {
        context: contextOf(span),
        end: (attempt) => {
          endAttempt(span, attempt);
        },
      };
    },
  };
}

function linksTo(items: readonly NewEvent[]): { context: SpanContext }[] {
  return items.flatMap(({ trace, event }) =>
    trace === null ? [] : [{ context: spanContextOf(traceOf({ trace, event_id: event.id })) }],
  );
}

function endIngest(span: Span, result: CommitResult): void {
  span.setAttribute("harbor.ingest.result", result.status);
  if (result.status === "duplicate") span.setAttribute("harbor.event.id", result.event.id);
  if (result.status === "conflict" || result.status === "failed")
    span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** Only the host of the URL: its path and its query can have secrets. */
function attemptAttributes(delivery: LeasedDelivery, { url }: Destination): Attributes {
  return {
    "http.request.method": "POST",
    "server.address": URL.canParse(url) ? new URL(url).hostname : "",
    "harbor.event.id": delivery.event_id,
    "harbor.delivery.id": delivery.id,
    "harbor.destination.id": delivery.destination_id,
    "harbor.attempt.number": delivery.attempt_number,
    "harbor.attempt.trigger": delivery.trigger,
  };
}

function endAttempt(
  span: Span,
  { outcome, response_code, error }: Pick<Attempt, "outcome" | "response_code" | "error">,
): void {
  span.setAttribute("harbor.attempt.outcome", outcome);
  if (response_code !== null) span.setAttribute("http.response.status_code", response_code);
  if (error !== null) span.setAttribute("error.type", error);
  if (outcome !== "succeeded") span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

function parentOf(context: TraceContext): Context {
  return trace.setSpanContext(ROOT_CONTEXT, spanContextOf(context));
}

function spanContextOf({ traceId, spanId, flags, state }: TraceContext): SpanContext {
  return {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
    ...(state !== null && { traceState: createTraceState(state) }),
  };
}

function contextOf(span: Span): TraceContext {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const state = traceState?.serialize() ?? "";
  return {
    traceId,
    spanId,
    flags: traceFlags.toString(16).padStart(2, "0"),
    state: state === "" ? null : state,
  };
}
