import { createHmac, timingSafeEqual } from "node:crypto";
import type { Request } from "express";

const TOLERANCE_SECONDS = 300;

/** Billing sends through Svix: base64 of the HMAC of id, time and body, with the decoded secret. */
export function isFromBilling(request: Request, body: Buffer, secret: string): boolean {
  const id = request.header("svix-id") ?? "";
  const time = request.header("svix-timestamp") ?? "";
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${time}.`).update(body).digest("base64");
  const signatures = (request.header("svix-signature") ?? "").split(" ");
  return isRecent(time) && signatures.some((signature) => isEqual(signature, `v1,${expected}`));
}

/** The shop signs like Stripe: `t=<seconds>,v1=<hex>`, the HMAC of time and body. */
export function isFromShop(request: Request, body: Buffer, secret: string): boolean {
  const header = request.header("shop-signature") ?? "";
  const [, time = "", v1 = ""] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(header) ?? [];
  const expected = createHmac("sha256", secret).update(`${time}.`).update(body).digest("hex");
  return isRecent(time) && isEqual(v1, expected);
}

function isRecent(time: string): boolean {
  return Math.abs(Date.now() / 1000 - Number(time)) <= TOLERANCE_SECONDS;
}

function isEqual(given: string, expected: string): boolean {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
