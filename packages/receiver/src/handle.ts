import { authenticate } from "./authenticate.js";
import { BodyError, tooLarge } from "./body.js";
import { commitTxOf } from "./commit-tx.js";
import { underClaim, type HeldClaim } from "./claim.js";
import { headerOf, type DeliveryRequest, type DeliveryResponse } from "./delivery-request.js";
import { bindableLog } from "./log.js";
import type { Settings } from "./options.js";
import { inTime, type Job } from "./in-time.js";
import { runHandler, type HandlerRun } from "./run-handler.js";
import { parseJson } from "./parse-json.js";
import type { AnyHandler } from "./routes.js";
import type { AuthenticDelivery } from "./scheme.js";
import { toResponse, writeVerdict, type Verdict } from "./verdict.js";

/** An authentic delivery and its body. */
interface Received {
  readonly delivery: AuthenticDelivery;
  readonly rawBody: Uint8Array;
  readonly json: unknown;
}

/**
 * The core: from a request to its response. `track` receives all of the work, which ends after the response if a handler is
 * late.
 */
export async function handle(
  settings: Settings,
  request: DeliveryRequest,
  track: (work: Promise<unknown>) => void,
): Promise<DeliveryResponse> {
  const job: Job = { settings, request, abort: new AbortController(), ...bindableLog(settings.log) };
  const work = receive(job);
  track(work);
  const verdict = await inTime(job, work);
  writeVerdict(job.log, verdict);
  return toResponse(verdict);
}

/** The stages in order; each either passes its result on or ends the job with a verdict. Never rejects. */
async function receive(job: Job): Promise<Verdict> {
  const { settings, request } = job;
  try {
    const rejection = rejectIfChanged(request, settings.scheme.isAlwaysJson);
    if (rejection !== undefined) return rejection;
    const rawBody = await readBody(request, settings.maxBodyBytes);
    const authentication = await authenticate(settings, request, rawBody);
    if (!authentication.ok) {
      if (authentication.eventId !== undefined) job.bindLog({ event_id: authentication.eventId });
      return authentication.verdict;
    }
    const { delivery } = authentication;
    job.bindLog(logFields(delivery));
    const handler = settings.routes.find(delivery.eventType);
    if (handler === undefined) return unhandled(settings, delivery);
    const parsed = authentication.parsed ?? parseJson(rawBody);
    if (!parsed.ok) return { code: "invalid_json", reason: "the body is not JSON" };
    return await dispatch(job, handler, { delivery, rawBody, json: parsed.json });
  } catch (error) {
    if (error instanceof BodyError) return { code: error.code, hint: error.message, cause: error.cause };
    return { code: "internal_error", cause: error };
  }
}

/** Senders use no other method, and Harbor no other content type. A 4xx would dead-letter a delivery that a proxy has changed. */
function rejectIfChanged({ method, headers }: DeliveryRequest, isAlwaysJson: boolean): Verdict | undefined {
  if (method.toUpperCase() !== "POST")
    return { code: "wrong_method", hint: `A delivery is a POST, this was ${method}.` };
  if (!isAlwaysJson) return undefined;
  const contentType = headerOf(headers, "content-type");
  if (contentType?.split(";", 1)[0]?.trim().toLowerCase() === "application/json") return undefined;
  return {
    code: "wrong_content_type",
    hint: `Harbor sends application/json, this was ${contentType ?? "without a content type"}.`,
  };
}

async function readBody({ body }: DeliveryRequest, maxBytes: number): Promise<Uint8Array> {
  const bytes = typeof body === "function" ? await body(maxBytes) : body;
  if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
  return bytes;
}

function unhandled({ unhandled: choice }: Settings, { eventType }: AuthenticDelivery): Verdict {
  if (choice === "ack") return { code: "no_handler" };
  return { code: "no_handler_rejected", reason: `no handler for ${eventType}` };
}

/** In snake case like Harbor's own records, so that both logs can be searched for the same names. */
function logFields({
  eventId,
  eventType,
  deliveryId,
  retryCount,
}: AuthenticDelivery): Record<string, unknown> {
  return { event_id: eventId, event_type: eventType, delivery_id: deliveryId, retry_count: retryCount };
}

/** With a store, only one worker at a time runs the handler of an event. */
async function dispatch(job: Job, handler: AnyHandler, received: Received): Promise<Verdict> {
  const { idempotency, routes } = job.settings;
  const { delivery, json } = received;
  const schema = routes.schemaOf(delivery.eventType);
  const run = (claim?: HeldClaim): Promise<Verdict> =>
    runHandler({ handler, schema, json, context: contextOf(job, received, claim) });
  if (idempotency === undefined) return run();
  let key: string;
  try {
    key = idempotency.keyOf({ ...delivery, body: json });
  } catch (cause) {
    return { code: "key_failed", hint: "idempotencyKey threw or returned no key.", cause };
  }
  const onLost = (reason: Error): void => job.abort.abort(reason);
  // The schema is checked under the claim, so that an event handled before its schema changed is still "already handled".
  return underClaim({ ...idempotency, key, log: job.log, onLost }, run);
}

function contextOf(job: Job, { delivery, rawBody }: Received, claim?: HeldClaim): HandlerRun["context"] {
  const { idempotency, routes } = job.settings;
  return {
    ...delivery,
    rawBody,
    listed: routes.schemaOf(delivery.eventType) !== undefined,
    signal: job.abort.signal,
    log: job.log,
    commitTx: commitTxOf(idempotency?.store, claim),
  };
}
