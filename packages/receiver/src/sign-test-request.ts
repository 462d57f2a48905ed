import { createSigner, generateSecret } from "@harbor/signing";
import { createStandardSigner, type Ed25519 } from "@harbor/signing/standard";

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
 * - `unsigned`: the signature header is missing
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

/** A kind of test request by Standard Webhooks; `relabelled` has another `webhook-id` than was signed. */
export type StandardTestRequestKind = Exclude<TestRequestKind, "v1_only">;

/** The options of `signTestRequest` for a delivery of Harbor. */
export interface TestRequestOptions {
  readonly scheme?: "harbor";
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
  /** `Harbor-Tenant`, which is not signed. Default: none, as for an event without a tenant. */
  readonly tenant?: string;
  /** Time of the signature; default now (for `stale`, eleven minutes earlier). */
  readonly signedAt?: Date;
}

/** The options of `signTestRequest` for a delivery by Standard Webhooks. */
export interface StandardTestRequestOptions {
  readonly scheme: "standard";
  /** The secret that your receiver verifies with, or the private key (`whsk_…`) of the public key that it has. */
  readonly secret: string;
  /** Bytes and strings are sent unchanged, any other value as JSON. */
  readonly body: unknown;
  /** Default `right`. */
  readonly as?: StandardTestRequestKind;
  /** `webhook-id`. Default: a new one each time. Pass the same one twice to test idempotency. */
  readonly eventId?: string;
  /** Time of the signature; default now (for `stale`, eleven minutes earlier). */
  readonly signedAt?: Date;
  /** For `whsk_…` keys in workers and browsers: imported from `@harbor/receiver/ed25519`. */
  readonly ed25519?: Ed25519;
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
 * Creates a request as Harbor would send it, or with `scheme: "standard"` another sender, or one with a fault, for tests of your
 * receiver.
 *
 * @example
 * const { method, headers, body } = signTestRequest({ secret, type: "order.created", body: { order_id: "ord_1" } });
 * const response = await fetch(url, { method, headers, body });
 * expect(response.status).toBe(200);
 */
export function signTestRequest(options: TestRequestOptions | StandardTestRequestOptions): TestRequest {
  return options.scheme === "standard" ? standardRequest(options) : harborRequest(options);
}

function standardRequest(options: StandardTestRequestOptions): TestRequest {
  const { secret, as = "right", eventId: id = testId("evt"), ed25519 } = options;
  const body = bytesOf(options.body);
  const timestamp = timestampOf(options);
  const signed = createStandardSigner(secretsFor(as, secret), { ed25519 }).sign({ id, timestamp, body });
  const headers = { "content-type": "application/json", ...signed };
  return withFault(as, { method: "POST", headers, body, text: textOf(body) });
}

function harborRequest(options: TestRequestOptions): TestRequest {
  const { secret, type, as = "right", retryCount = 0 } = options;
  const body = bytesOf(options.body);
  const timestamp = timestampOf(options);
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
    ...(options.tenant === undefined ? {} : { "harbor-tenant": options.tenant }),
    "user-agent": "Harbor/test",
  };
  return withFault(as, { method: "POST", headers, body, text: textOf(body) });
}

function timestampOf({ as, signedAt = new Date() }: Pick<TestRequestOptions, "as" | "signedAt">): number {
  return unixSeconds(signedAt) - (as === "stale" ? STALE_SECONDS : 0);
}

function secretsFor(as: TestRequestKind, secret: string): string[] {
  if (as === "wrong_key") return [generateSecret()];
  return as === "rotated" ? [generateSecret(), secret] : [secret];
}

function withFault(as: TestRequestKind, request: TestRequest): TestRequest {
  const { headers, body } = request;
  const signature = headers["harbor-signature"] ?? "";
  const label = "webhook-id" in headers ? "webhook-id" : "harbor-event-type";
  switch (as) {
    case "tampered":
      return { ...request, body: bytesOf(new Uint8Array([...body, 0x20])), text: `${request.text} ` };
    case "relabelled":
      return {
        ...request,
        headers: { ...headers, [label]: `${headers[label]}.forged` },
      };
    case "v1_only":
      return {
        ...request,
        headers: { ...headers, "harbor-signature": signature.replace(/,v2=[0-9a-f]+/g, "") },
      };
    case "unsigned": {
      const { "harbor-signature": _, "webhook-signature": __, ...others } = headers;
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
