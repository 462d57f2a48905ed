import { BodyError } from "../body.js";
import type { DeliveryHandler, DeliveryRequest } from "../delivery-request.js";
import { fromLambda, timeLeft, type LambdaContext, type LambdaHttpEvent } from "./lambda-event.js";

export type { LambdaContext } from "./lambda-event.js";

/** An SQS message as Lambda passes it: the fields that are used. */
export interface SqsRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly SentTimestamp: string };
  readonly messageAttributes?: Readonly<Record<string, { readonly stringValue?: string | undefined }>>;
  readonly eventSourceARN: string;
}

/** The messages that SQS has to deliver again. */
export interface SqsBatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * For Lambda on an SQS queue of captured deliveries, with `ReportBatchItemFailures` switched on.
 *
 * A message is either the whole event of API Gateway, a Function URL, an ALB or VPC Lattice as JSON, or the delivery's body with its
 * headers as message attributes (API Gateway's direct SQS integration). Both may come through SNS or EventBridge: the envelope
 * is removed. The age of a signature is counted to the time at which SQS got the message.
 *
 * A message whose response is not 200 is reported as failed, so that SQS delivers it again and finally moves it to the queue's own
 * dead-letter queue. On a FIFO queue the messages after a failure are returned too, to keep their order.
 *
 * @example
 * export const handler = sqsAdapter(receiver);
 */
export function sqsAdapter(
  receiver: DeliveryHandler,
): (event: { readonly Records: readonly SqsRecord[] }, context?: LambdaContext) => Promise<SqsBatchResponse> {
  return async ({ Records: records }, context) => {
    const isHandled = async (record: SqsRecord): Promise<boolean> => {
      const { status } = await receiver.handle({ ...fromSqs(record), timeoutMs: timeLeft(context) });
      return status === 200;
    };
    const isFifo = records[0]?.eventSourceARN.endsWith(".fifo") === true;
    const failed = isFifo ? await fromFirstFailure(records, isHandled) : await failures(records, isHandled);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

type IsHandled = (record: SqsRecord) => Promise<boolean>;

async function failures(records: readonly SqsRecord[], isHandled: IsHandled): Promise<SqsRecord[]> {
  const handled = await Promise.all(records.map(isHandled));
  return records.filter((_, i) => handled[i] === false);
}

async function fromFirstFailure(
  records: readonly SqsRecord[],
  isHandled: IsHandled,
): Promise<readonly SqsRecord[]> {
  for (const [i, record] of records.entries()) {
    if (!(await isHandled(record))) return records.slice(i);
  }
  return [];
}

function fromSqs(record: SqsRecord): DeliveryRequest {
  const receivedAt = new Date(Number(record.attributes.SentTimestamp));
  return { ...captured(record), receivedAt };
}

type Attributes = NonNullable<SqsRecord["messageAttributes"]>;

function captured({ body, messageAttributes = {} }: SqsRecord): DeliveryRequest {
  // Tracing libraries add attributes of their own to any message.
  if (hasSignature(messageAttributes)) return fromAttributes(body, messageAttributes);
  try {
    return fromJson(JSON.parse(body));
  } catch (cause) {
    return unreadable(cause);
  }
}

const SIGNATURES = ["harbor-signature", "webhook-signature", "svix-signature"];

const hasSignature = (attributes: Attributes): boolean =>
  Object.keys(attributes).some((name) => SIGNATURES.includes(name.toLowerCase()));

/** SQS allows ten attributes, so method and content type are not among them: they were checked at capture. */
function fromAttributes(body: string, attributes: Attributes): DeliveryRequest {
  const headers = Object.fromEntries(
    Object.entries(attributes).map(([name, { stringValue }]) => [name.toLowerCase(), stringValue]),
  );
  return {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: new TextEncoder().encode(body),
  };
}

/** A notification of SNS, as it is without raw message delivery. */
interface SnsNotification {
  readonly Type: "Notification";
  readonly Message: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value?: string }>>;
}

function fromJson(message: unknown): DeliveryRequest {
  if (!isObject(message)) return unreadable(undefined);
  if (isNotification(message)) return fromNotification(message);
  // EventBridge keeps the captured event in `detail`.
  const event = "detail-type" in message && isObject(message.detail) ? message.detail : message;
  return fromLambda(event);
}

function fromNotification({ Message: message, MessageAttributes = {} }: SnsNotification): DeliveryRequest {
  const attributes = Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { Value: stringValue }]) => [name, { stringValue }]),
  );
  return hasSignature(attributes)
    ? fromAttributes(message, attributes)
    : fromLambda(JSON.parse(message) as LambdaHttpEvent);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const isNotification = (
  message: Record<string, unknown>,
): message is Record<string, unknown> & SnsNotification =>
  message.Type === "Notification" && typeof message.Message === "string";

function unreadable(cause: unknown): DeliveryRequest {
  const hint =
    "The SQS message is neither a captured HTTP event as JSON nor a body with its headers as attributes.";
  const body = (): Promise<never> => Promise.reject(new BodyError("body_unreadable", hint, { cause }));
  return { method: "POST", headers: { "content-type": "application/json" }, body };
}
