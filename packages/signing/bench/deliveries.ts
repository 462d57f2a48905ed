import { createSigner } from "@harbor/signing";

/** One delivery as a receiver sees it: the body as bytes and as text, and the headers of an ordinary request. */
export interface Delivery {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly timestamp: number;
  /** All headers, as Node has them, with `v1` and `v2`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The value of a `v1`-only `Harbor-Signature`. */
  readonly v1Only: string;
}

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

export const ids = {
  eventId: "evt_01K1DBM8000000000000000001",
  eventType: "order.line_item.added",
  deliveryId: "del_01K1DBM8000000000000000002",
};

export function makeDelivery(size: number): Delivery {
  const text = jsonOf(size);
  const bytes = new TextEncoder().encode(text);
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = received(createSigner([SECRET]).sign({ timestamp, body: bytes, ...ids }));
  const headers = {
    host: "hooks.example.com",
    "user-agent": "Harbor/1.0.0",
    "content-type": "application/json",
    "content-length": String(size),
    "accept-encoding": "gzip",
    "x-forwarded-for": "203.0.113.7",
    "x-forwarded-proto": "https",
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "harbor-signature": signature,
    "harbor-timestamp": String(timestamp),
    "harbor-event-id": ids.eventId,
    "harbor-event-type": ids.eventType,
    "harbor-delivery-id": ids.deliveryId,
    "harbor-retry-count": "0",
  };
  return { bytes, text, timestamp, headers, v1Only: received(signature.slice(0, signature.indexOf(",v2="))) };
}

/** A string in one piece, as the HTTP parser makes them: V8 reads one joined or cut from others more slowly. */
const received = (value: string): string => Buffer.from(value, "latin1").toString("latin1");

/** JSON of exactly `size` bytes of ASCII, with the mix of strings and numbers of an order. */
function jsonOf(size: number): string {
  const items: string[] = [];
  const wrap = (padding: string): string => `{"items":[${items.join(",")}],"note":"${padding}"}`;
  for (;;) {
    const item = `{"sku":"sku_${items.length}","quantity":${items.length % 9},"price":19.90}`;
    if (wrap("").length + item.length + 1 > size) return wrap("x".repeat(size - wrap("").length));
    items.push(item);
  }
}
