import { BodyError } from "../body.js";
import type { DeliveryHandler, DeliveryRequest } from "../delivery-request.js";
import { fromLambda, timeLeft, type LambdaContext, type LambdaHttpEvent } from "./lambda.js";

/** An SQS message as Lambda hands it over: the fields that are used. */
export interface SqsRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly SentTimestamp: string };
  readonly messageAttributes?: Readonly<Record<string, { readonly stringValue?: string | undefined }>>;
  readonly eventSourceARN: string;
}

/** The messages that SQS is to deliver again. */
export interface SqsBatchAnswer {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * For Lambda on an SQS queue of captured deliveries, with `ReportBatchItemFailures` switched on.
 *
 * A message is either the whole API Gateway, Function URL or ALB event as JSON, or the delivery's body with its headers
 * as message attributes (API Gateway's direct SQS integration). Signatures are judged by the time the message was sent.
 * Whatever is not answered with 200 is reported as failed, so that SQS repeats it and ends it in the queue's own
 * dead-letter queue; of a FIFO queue the messages behind a failure are handed back too, to keep their order.
 *
 * @example
 * export const handler = sqsAdapter(receiver);
 */
export function sqsAdapter(
  receiver: DeliveryHandler,
): (event: { readonly Records: readonly SqsRecord[] }, context?: LambdaContext) => Promise<SqsBatchAnswer> {
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

function captured({ body, messageAttributes = {} }: SqsRecord): DeliveryRequest {
  const attributes = Object.entries(messageAttributes);
  // Tracing libraries add attributes of their own to any message.
  if (!attributes.some(([name]) => name.toLowerCase() === "harbor-signature")) return fromEnvelope(body);
  const headers = Object.fromEntries(attributes.map(([name, { stringValue }]) => [name, stringValue]));
  // A message attribute per header is a scarce good (SQS allows ten): method and content type were checked at capture.
  return {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: new TextEncoder().encode(body),
  };
}

function fromEnvelope(text: string): DeliveryRequest {
  try {
    return fromLambda(JSON.parse(text) as LambdaHttpEvent);
  } catch (cause) {
    const hint =
      "The SQS message is neither a captured HTTP event as JSON nor a body with its headers as attributes.";
    const body = (): Promise<never> => Promise.reject(new BodyError("body_unreadable", hint, { cause }));
    return { method: "POST", headers: { "content-type": "application/json" }, body };
  }
}
