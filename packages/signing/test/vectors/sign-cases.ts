import { BODY, CURRENT, DELIVERY, EVENT, PREVIOUS, STRANGER, T, TYPE, v1Of, v2Of } from "./reference.js";
import { type SignVector } from "./vector-file.js";

interface Overrides {
  readonly secrets?: readonly string[];
  readonly timestamp?: number;
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly eventId?: string;
  readonly deliveryId?: string;
}

function sign(name: string, overrides: Overrides = {}): SignVector {
  const {
    secrets = [CURRENT],
    timestamp = T,
    type = TYPE,
    eventId = EVENT,
    deliveryId = DELIVERY,
  } = overrides;
  const body = Buffer.from(overrides.body ?? BODY);
  const v1 = secrets.map((secret) => v1Of(secret, body, timestamp));
  const v2 = secrets.map((secret, index) =>
    v2Of(secret, v1[index]!, { eventId, deliveryId, type }, timestamp),
  );
  return {
    name,
    secrets,
    timestamp,
    body_base64: body.toString("base64"),
    event_id: eventId,
    event_type: type,
    delivery_id: deliveryId,
    header: [`t=${timestamp}`, ...v1.map((hex) => `v1=${hex}`), ...v2.map((hex) => `v2=${hex}`)].join(","),
  };
}

export const signCases: readonly SignVector[] = [
  sign("one secret"),
  sign("a rotation: both secrets sign, newest first in each scheme", { secrets: [CURRENT, PREVIOUS] }),
  sign("three secrets", { secrets: [CURRENT, PREVIOUS, STRANGER] }),
  sign("a secret without the whsec_ prefix", { secrets: ["just-a-long-enough-secret"] }),
  sign("a secret of 16 bytes", { secrets: ["0123456789abcdef"] }),
  sign("a secret longer than the hash's block of 64 bytes", { secrets: ["0123456789abcdef".repeat(8)] }),
  sign("a secret with characters outside ASCII counts as UTF-8", { secrets: ["schlüssel-für-hafen"] }),
  sign("timestamp 0", { timestamp: 0 }),
  sign("timestamp 1", { timestamp: 1 }),
  sign("the largest timestamp, 12 digits", { timestamp: 999_999_999_999 }),
  sign("another event type", { type: "order.line_item.added" }),
  sign("another event id", { eventId: "evt_01K1DBM8000000000000000009" }),
  sign("another delivery id", { deliveryId: "del_01K1DBM8000000000000000009" }),
  sign("an empty body", { body: "" }),
  sign("the bare value null", { body: "null" }),
  sign("numbers as written: 1.0, 1e3 and 20 digits", {
    body: '{"n":1.0,"e":1e3,"big":12345678901234567890}',
  }),
  sign("key order and a repeated key", { body: '{"b":1,"a":2,"b":3}' }),
  sign("white space inside and around", { body: ' \t{ "a" :  1 }\r\n\n' }),
  sign("escapes as written", { body: String.raw`{"a":"\u00e9\/\u2028\ud83d\ude80"}` }),
  sign("UTF-8 outside ASCII", { body: '{"a":"é€🚀"}' }),
  sign("a byte order mark", { body: Buffer.from([0xef, 0xbb, 0xbf, 0x6e, 0x75, 0x6c, 0x6c]) }),
  sign("bytes that are not UTF-8", { body: Buffer.from([0x22, 0xff, 0xfe, 0xc3, 0x28, 0x22]) }),
  sign("an encoded surrogate, which is not UTF-8 either", {
    body: Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
  }),
  sign("U+FFFD that was really sent", { body: '{"a":"\ufffd"}' }),
  sign("NUL and other control bytes", { body: Buffer.from([0, 1, 0x0a, 0x0d, 0x1a, 0x7f, 0x80]) }),
  sign("a body that looks like a v2 content", { body: [EVENT, DELIVERY, TYPE, "0".repeat(64)].join("\n") }),
  sign("a body of 1,000 bytes", { body: `"${"a".repeat(998)}"` }),
];
