import { createSigner, generateSecret } from "@harbor/signing";

/**
 * The kinds of test requests, and the status that a receiver must respond with if its handler finishes.
 *
 * - `right`: as Harbor sends it
 * - `rotated`: signed with a newer secret and with yours, as during a rotation
 * - `stale`: signed eleven minutes ago, as in a replay
 * - `wrong_key`: signed with a different secret
 * - `tampered`: the body has one byte more than was signed
 * - `relabelled`: the event type in the header is not the one that was signed
 * - `v1_only`: the `v2` signature is removed, so that the headers are not proven
 * - `unsigned`: the `Harbor-Signature` header is missing
 */
export const expectedStatus = {
  right: 200,
  rotated: 200,
  stale: 401,
  wrong_key: 401,
  tampered: 401,
  relabelled: 401,
  v1_only: 401,
  unsigned: 401,
} as const;

/** A kind of test request. */
export type TestRequestKind = keyof typeof expectedStatus;

/** The options of `signTestRequest`. */
export interface TestRequestOptions {
  /** The secret that your receiver verifies with. */
  readonly secret: string;
  readonly type: string;
  /** Bytes and strings are sent unchanged, any other value as JSON. */
  readonly body: unknown;
  /** Default `right`. */
  readonly as?: TestRequestKind;
  /** Default: a new one each time. Pass the same one twice to test idempotency. */
  readonly eventId?: string;
  readonly deliveryId?: string;
  /** Default 0. */
  readonly retryCount?: number;
  /** Time of the signature; default now (for `stale`, eleven minutes earlier). */
  readonly signedAt?: Date;
}

/** A signed request for `fetch` or a framework's test client. */
export interface TestRequest {
  readonly method: "POST";
  /** Lower-case names. */
  readonly headers: Record<string, string>;
  readonly body: Uint8Array<ArrayBuffer>;
  /** The body as text, for `supertest` and Fastify's `inject`, which serialise bytes: `request(app).post(path).set(headers).send(text)`. */
  readonly text: string;
}

const STALE_SECONDS = 660;

/**
 * Creates a request as Harbor would send it, or one with a fault, for tests of your receiver.
 *
 * @example
 * const { method, headers, body } = signTestRequest({ secret, type: "order.created", body: { order_id: "ord_1" } });
 * const response = await fetch(url, { method, headers, body });
 * expect(response.status).toBe(200);
 */
export function signTestRequest(options: TestRequestOptions): TestRequest {
  const { secret, type, as = "right", retryCount = 0 } = options;
  const body = bytesOf(options.body);
  const timestamp = unixSeconds(options.signedAt ?? new Date()) - (as === "stale" ? STALE_SECONDS : 0);
  const ids = { eventId: options.eventId ?? testId("evt"), deliveryId: options.deliveryId ?? testId("del") };
  const signature = createSigner(secretsFor(as, secret)).sign({ timestamp, body, eventType: type, ...ids });
  const headers = {
    "content-type": "application/json",
    "harbor-signature": signature,
    "harbor-timestamp": String(timestamp),
    "harbor-event-id": ids.eventId,
    "harbor-event-type": type,
    "harbor-delivery-id": ids.deliveryId,
    "harbor-retry-count": String(retryCount),
    "user-agent": "Harbor/test",
  };
  return withFault(as, { method: "POST", headers, body, text: textOf(body) });
}

function secretsFor(as: TestRequestKind, secret: string): string[] {
  if (as === "wrong_key") return [generateSecret()];
  return as === "rotated" ? [generateSecret(), secret] : [secret];
}

function withFault(as: TestRequestKind, request: TestRequest): TestRequest {
  const { headers, body } = request;
  const signature = headers["harbor-signature"] ?? "";
  switch (as) {
    case "tampered":
      return { ...request, body: bytesOf(new Uint8Array([...body, 0x20])), text: `${request.text} ` };
    case "relabelled":
      return {
        ...request,
        headers: { ...headers, "harbor-event-type": `${headers["harbor-event-type"]}.forged` },
      };
    case "v1_only":
      return {
        ...request,
        headers: { ...headers, "harbor-signature": signature.replace(/,v2=[0-9a-f]+/g, "") },
      };
    case "unsigned": {
      const { "harbor-signature": _, ...others } = headers;
      return { ...request, headers: others };
    }
    default:
      return request;
  }
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
}

/** With the byte order mark, which is part of what was signed. */
const textOf = (body: Uint8Array): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(body);

function unixSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A random id in the form of Harbor's ids. */
function testId(prefix: string): string {
  const random = crypto.getRandomValues(new Uint8Array(26));
  return `${prefix}_${Array.from(random, (byte) => CROCKFORD[byte % 32]).join("")}`;
}
