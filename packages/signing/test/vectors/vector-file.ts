/** `vectors.json`, as its own `fields` member describes it. */
export interface VectorFile {
  readonly title: string;
  readonly version: 1;
  readonly about: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly sign: readonly SignVector[];
  readonly verify: readonly VerifyVector[];
}

export interface SignVector {
  readonly name: string;
  readonly secrets: readonly string[];
  readonly timestamp: number;
  readonly body_base64: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly delivery_id: string;
  readonly header: string;
}

export interface VerifyVector {
  readonly name: string;
  readonly secrets: readonly string[];
  readonly body_base64: string;
  readonly header?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly now_ms: number;
  readonly tolerance_seconds: number;
  readonly expect: Expectation;
}

export type Expectation =
  | {
      readonly ok: true;
      readonly timestamp: number;
      readonly secret_index: number;
      readonly headers_signed: boolean;
    }
  | { readonly ok: false; readonly code: string };

export const fields: VectorFile["fields"] = {
  "sign[].name": "The purpose of the case.",
  "sign[].secrets": "The secrets in force, newest first. A key is the UTF-8 bytes of the whole string.",
  "sign[].timestamp": "t, in Unix seconds.",
  "sign[].body_base64": "The body's bytes in base64. They need not be text.",
  "sign[].event_id": "Value of Harbor-Event-Id.",
  "sign[].event_type": "Value of Harbor-Event-Type.",
  "sign[].delivery_id": "Value of Harbor-Delivery-Id.",
  "sign[].header": "The value of Harbor-Signature that must come out, byte for byte.",
  "verify[].name": "The purpose of the case.",
  "verify[].secrets": "The secrets the receiver has, in its order.",
  "verify[].body_base64": "The received body's bytes in base64.",
  "verify[].header": "Present if the receiver has only the value of Harbor-Signature.",
  "verify[].headers":
    "Present otherwise: the header lines as received, as [name, value]. Names are case-insensitive, a name may repeat.",
  "verify[].now_ms": "The receiver's clock, in Unix milliseconds.",
  "verify[].tolerance_seconds": "How far t may be from now, in seconds.",
  "verify[].expect.ok": "Whether the request is to be accepted.",
  "verify[].expect.timestamp": "If accepted: t.",
  "verify[].expect.secret_index": "If accepted: the position in secrets of the one that matched.",
  "verify[].expect.headers_signed":
    "If accepted: whether a v2 signature covers event id, event type and delivery id. If false, none may be trusted.",
  "verify[].expect.code":
    "If refused: signature_missing, signature_malformed, signature_mismatch, signature_stale (genuine, but too far from now), headers_missing (v2 present, but not all three headers), headers_mismatch (v2 present, none good) or secret_invalid (a secret that cannot be used).",
};
