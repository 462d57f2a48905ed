/** `standard-vectors.json`, as its own `fields` member describes it. */
export interface StandardVectorFile {
  readonly title: string;
  readonly version: 1;
  readonly about: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly sign: readonly StandardSignVector[];
  readonly verify: readonly StandardVerifyVector[];
}

export interface StandardSignVector {
  readonly name: string;
  readonly keys: readonly string[];
  readonly id: string;
  readonly timestamp: number;
  readonly body_base64: string;
  readonly signature: string;
}

export interface StandardVerifyVector {
  readonly name: string;
  readonly keys: readonly string[];
  readonly body_base64: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly now_ms: number;
  readonly tolerance_seconds: number;
  readonly expect:
    | { readonly ok: true; readonly id: string; readonly timestamp: number; readonly key_index: number }
    | { readonly ok: false; readonly code: string };
}

export const standardFields: StandardVectorFile["fields"] = {
  "sign[].name": "The purpose of the case.",
  "sign[].keys":
    "The keys in force, newest first: whsec_ and the base64 of the secret (v1), or whsk_ and the base64 of an Ed25519 seed and its public key (v1a).",
  "sign[].id": "Value of webhook-id.",
  "sign[].timestamp": "Value of webhook-timestamp, in Unix seconds.",
  "sign[].body_base64": "The body's bytes in base64. They need not be text.",
  "sign[].signature": "The value of webhook-signature that must come out, byte for byte.",
  "verify[].name": "The purpose of the case.",
  "verify[].keys": "The keys the receiver has, in its order: whsec_ (v1) or whpk_ (v1a).",
  "verify[].body_base64": "The received body's bytes in base64.",
  "verify[].headers":
    "The header lines as received, as [name, value]. Names are case-insensitive, a name may repeat.",
  "verify[].now_ms": "The receiver's clock, in Unix milliseconds.",
  "verify[].tolerance_seconds": "How far the timestamp may be from now, in seconds.",
  "verify[].expect.ok": "Whether the request is to be accepted.",
  "verify[].expect.id": "If accepted: the id that the signature covers.",
  "verify[].expect.timestamp": "If accepted: the timestamp, in Unix seconds.",
  "verify[].expect.key_index": "If accepted: the position in keys of the one that matched.",
  "verify[].expect.code":
    "If refused: signature_missing, headers_missing (id or timestamp), signature_malformed, signature_mismatch, signature_stale (genuine, but too far from now) or secret_invalid (a key that cannot be used).",
};
