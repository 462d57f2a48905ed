import type { SQSHandler } from "aws-lambda";
import { describe, expect, expectTypeOf, it } from "vitest";
import { sqsAdapter, type SqsRecord } from "../src/adapters/sqs.js";
import { createReceiver, reject } from "../src/index.js";
import { signTestRequest, type TestRequestOptions } from "../src/sign-test-request.js";
import { memoryLog, secret } from "./support.js";

const STANDARD = "arn:aws:sqs:eu-west-1:123456789012:deliveries";
const FIFO = `${STANDARD}.fifo`;
const HOUR_MS = 3_600_000;

interface Captured extends Partial<TestRequestOptions> {
  id: string;
  queue?: string;
  /** Default: the moment it was signed. */
  sentAt?: Date;
}

/** The event of a Function URL, queued whole. */
function enveloped({ id, queue = STANDARD, sentAt = new Date(), ...options }: Captured): SqsRecord {
  const { headers, body } = signTestRequest({
    secret,
    type: "order.created",
    body: {},
    signedAt: sentAt,
    ...options,
  });
  const http = {
    headers,
    requestContext: { http: { method: "POST" } },
    body: Buffer.from(body).toString("base64"),
  };
  return record(id, queue, { sentAt, body: JSON.stringify({ ...http, isBase64Encoded: true }) });
}

/** API Gateway's direct integration: the body as it is and the headers as message attributes. */
function attributed({ id, queue = STANDARD, sentAt = new Date(), ...options }: Captured): SqsRecord {
  const { headers, body } = signTestRequest({
    secret,
    type: "order.created",
    body: {},
    signedAt: sentAt,
    ...options,
  });
  const signed = ["harbor-signature", "harbor-event-id", "harbor-event-type", "harbor-delivery-id"];
  const messageAttributes = Object.fromEntries(signed.map((name) => [name, { stringValue: headers[name] }]));
  return { ...record(id, queue, { sentAt, body: Buffer.from(body).toString() }), messageAttributes };
}

/** The message in a notification of SNS, without raw message delivery; attributes go with it. */
function throughSns({ body, messageAttributes = {}, ...message }: SqsRecord): SqsRecord {
  const attributes = Object.entries(messageAttributes).map(
    ([name, { stringValue }]) => [name, { Type: "String", Value: stringValue }] as const,
  );
  const notification = { Type: "Notification", TopicArn: "arn:aws:sns:eu-west-1:1:t", Message: body };
  const enveloped = { ...notification, MessageAttributes: Object.fromEntries(attributes) };
  return { ...message, body: JSON.stringify(enveloped) };
}

/** The captured HTTP event as the detail of an EventBridge event. */
function throughEventBridge({ body, ...message }: SqsRecord): SqsRecord {
  const detail: unknown = JSON.parse(body);
  return { ...message, body: JSON.stringify({ version: "0", "detail-type": "captured", detail }) };
}

/** VPC Lattice: headers as lists, and the method at the top. */
function fromLattice(captured: Captured): SqsRecord {
  const { headers, body } = signTestRequest({ secret, type: "order.created", body: {}, ...captured });
  const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  const event = { version: "2.0", method: "POST", headers: lists, body: Buffer.from(body).toString() };
  return record(captured.id, STANDARD, { sentAt: new Date(), body: JSON.stringify(event) });
}

function record(
  messageId: string,
  eventSourceARN: string,
  { sentAt, body }: { sentAt: Date; body: string },
): SqsRecord {
  return { messageId, body, eventSourceARN, attributes: { SentTimestamp: String(sentAt.getTime()) } };
}

function setUp() {
  const { log, codes } = memoryLog();
  const handled: string[] = [];
  const receiver = createReceiver({ secret, log })
    .on("order.created", (_body, ctx) => {
      handled.push(ctx.deliveryId);
    })
    .on("order.broken", () => Promise.reject(new Error("no")))
    .on("order.rejected", () => reject("no such order"));
  const run = async (...records: SqsRecord[]): Promise<string[]> => {
    const { batchItemFailures } = await sqsAdapter(receiver)({ Records: records });
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  return { run, handled, codes };
}

describe("sqsAdapter", () => {
  it("takes deliveries of Standard Webhooks as attributes of the message", async () => {
    const { log, codes } = memoryLog();
    const receiver = createReceiver({ scheme: "standard", secret, log }).on("order.created", () => undefined);
    const sentAt = new Date(Date.now() - HOUR_MS);
    const { headers, text } = signTestRequest({
      scheme: "standard",
      secret,
      body: { type: "order.created" },
      signedAt: sentAt,
    });
    const messageAttributes = Object.fromEntries(
      Object.entries(headers).map(([name, stringValue]) => [name, { stringValue }]),
    );
    const message = { ...record("1", STANDARD, { sentAt, body: text }), messageAttributes };
    const forged = { ...message, messageId: "2", body: `${text} ` };
    const { batchItemFailures } = await sqsAdapter(receiver)({ Records: [message, forged] });
    expect(batchItemFailures).toEqual([{ itemIdentifier: "2" }]);
    expect(codes().sort()).toEqual(["handled", "signature_mismatch"]);
  });

  it.each<[string, (captured: Captured) => SqsRecord]>([
    ["whole HTTP events", enveloped],
    ["bodies with headers as attributes", attributed],
    ["events of VPC Lattice", fromLattice],
    ["whole HTTP events in SNS notifications", (captured) => throughSns(enveloped(captured))],
    ["bodies with attributes in SNS notifications", (captured) => throughSns(attributed(captured))],
    ["whole HTTP events in EventBridge events", (captured) => throughEventBridge(enveloped(captured))],
  ])("takes %s and reports each failure alone", async (_, capture) => {
    const { run, handled, codes } = setUp();
    const failed = await run(
      capture({ id: "1", deliveryId: "del_1" }),
      capture({ id: "2", type: "order.broken" }),
      capture({ id: "3", as: "wrong_key" }),
      capture({ id: "4", deliveryId: "del_4" }),
      capture({ id: "5", type: "order.rejected" }),
    );
    expect(failed).toEqual(["2", "3", "5"]);
    expect(handled).toEqual(["del_1", "del_4"]);
    expect(codes().sort()).toEqual([
      "handled",
      "handled",
      "handler_failed",
      "rejected",
      "signature_mismatch",
    ]);
  });

  it("judges age by the time of queueing, so that a backlog of hours is still good", async () => {
    const { run } = setUp();
    const sentAt = new Date(Date.now() - 5 * HOUR_MS);
    expect(await run(enveloped({ id: "1", sentAt }))).toEqual([]);
  });

  it("still refuses a replay that was stale when it was queued", async () => {
    const { run, codes } = setUp();
    expect(await run(enveloped({ id: "1", as: "stale" }))).toEqual(["1"]);
    expect(codes()).toEqual(["signature_stale"]);
  });

  it("hands back the failed message of a FIFO queue and all behind it", async () => {
    const { run, handled } = setUp();
    const failed = await run(
      enveloped({ id: "1", queue: FIFO, deliveryId: "del_1" }),
      enveloped({ id: "2", queue: FIFO, type: "order.broken" }),
      enveloped({ id: "3", queue: FIFO, deliveryId: "del_3" }),
    );
    expect(failed).toEqual(["2", "3"]);
    expect(handled).toEqual(["del_1"]);
  });

  it("takes every message of a FIFO queue when none fails", async () => {
    const { run } = setUp();
    expect(await run(enveloped({ id: "1", queue: FIFO }), enveloped({ id: "2", queue: FIFO }))).toEqual([]);
  });

  it("counts the age to the time of SQS, not to that of an envelope", async () => {
    const { run, codes } = setUp();
    const signedAt = new Date(Date.now() - HOUR_MS);
    const stale = throughSns(enveloped({ id: "1", signedAt }));
    const backdated = { ...(JSON.parse(stale.body) as object), Timestamp: signedAt.toISOString() };
    expect(await run({ ...stale, body: JSON.stringify(backdated) })).toEqual(["1"]);
    expect(codes()).toEqual(["signature_stale"]);
  });

  it.each(["not JSON", "null", "5", '{"Type":"Notification","Message":"no JSON"}'])(
    "reports a message that was no delivery: %s",
    async (body) => {
      const { run } = setUp();
      expect(await run(record("1", STANDARD, { sentAt: new Date(), body }))).toEqual(["1"]);
    },
  );

  it("ignores attributes of other origin", async () => {
    const { run } = setUp();
    const traced = { ...enveloped({ id: "1" }), messageAttributes: { traceparent: { stringValue: "00-…" } } };
    expect(await run(traced)).toEqual([]);
  });

  it("is a handler in the types of @types/aws-lambda", () => {
    expectTypeOf(sqsAdapter).returns.toExtend<SQSHandler>();
  });
});
