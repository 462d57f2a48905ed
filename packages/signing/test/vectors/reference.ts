import { createHmac } from "node:crypto";

/**
 * The scheme written down once more, straight from docs/contract.md §4 and with nothing of the code under test, so
 * that the vectors cannot inherit its mistakes.
 */
const hmacHex = (secret: string, content: Buffer): string =>
  createHmac("sha256", Buffer.from(secret, "utf8")).update(content).digest("hex");

export const T = 1_753_900_000;
export const EVENT = "evt_01K1DBM8000000000000000001";
export const DELIVERY = "del_01K1DBM8000000000000000002";
export const TYPE = "order.created";

export const CURRENT = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
export const PREVIOUS = "whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWY=";
export const STRANGER = "whsec_enl4d3Z1dHNycXBvbm1sa2ppaGdmZWRjYmF6eXh3dnU=";

export const BODY = Buffer.from('{"order":"ord_1","total":10.00}');

export const v1Of = (secret: string, body: Buffer = BODY, t: number | string = T): string =>
  hmacHex(secret, Buffer.concat([Buffer.from(`${t}.`), body]));

export interface Ids {
  readonly eventId?: string;
  readonly deliveryId?: string;
  readonly type?: string;
}

export function v2Of(
  secret: string,
  v1: string,
  { eventId = EVENT, deliveryId = DELIVERY, type = TYPE }: Ids = {},
  t: number | string = T,
): string {
  return hmacHex(secret, Buffer.from([t, eventId, deliveryId, type, v1].join("\n")));
}

export { hmacHex };
