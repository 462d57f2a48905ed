import { createHmac, createPrivateKey, createPublicKey, sign } from "node:crypto";

/**
 * Standard Webhooks 1.0 written down once more, straight from its specification and with nothing of the code under test, so that
 * the vectors cannot inherit its mistakes.
 */
export const T = 1_753_900_000;
export const ID = "evt_01K1DBM8000000000000000001";
export const BODY = Buffer.from('{"type":"order.created","total":10.00}');

const secretOf = (text: string): string => `whsec_${Buffer.from(text).toString("base64")}`;

export const CURRENT = secretOf("01234567890123456789012345678901");
export const PREVIOUS = secretOf("abcdefghijklmnopqrstuvwxyzabcdef");
export const STRANGER = secretOf("zyxwvutsrqponmlkjihgfedcbazyxwvu");

const contentOf = (body: Buffer, id: string, t: number | string): Buffer =>
  Buffer.concat([Buffer.from(`${id}.${t}.`), body]);

export function v1Of(secret: string, body = BODY, id = ID, t: number | string = T): string {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  return `v1,${createHmac("sha256", key)
    .update(contentOf(body, id, t))
    .digest("base64")}`;
}

/** A pair of keys from a seed of 32 equal bytes. */
export interface Pair {
  readonly privateKey: string;
  readonly publicKey: string;
  v1a(body?: Buffer, id?: string, t?: number | string): string;
}

export function pairOf(byte: number): Pair {
  const seed = Buffer.alloc(32, byte);
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  const { x } = createPublicKey(key).export({ format: "jwk" });
  const publicBytes = Buffer.from(x!, "base64url");
  return {
    privateKey: `whsk_${Buffer.concat([seed, publicBytes]).toString("base64")}`,
    publicKey: `whpk_${publicBytes.toString("base64")}`,
    v1a: (body = BODY, id = ID, t = T) => `v1a,${sign(null, contentOf(body, id, t), key).toString("base64")}`,
  };
}
