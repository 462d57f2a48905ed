import { createHmac, createSecretKey } from "node:crypto";
import { createSigner, verifySignature } from "@harbor/signing";
import { verify as octokitVerify } from "@octokit/webhooks-methods";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Stripe } from "stripe";
import { Webhook as Svix } from "svix";
import { verifySignature as portableVerifySignature } from "../dist/portable/index.js";
import { type Delivery, ids, SECRET } from "./deliveries.js";
import { type Contender } from "./rounds.js";

export interface Group {
  readonly title: string;
  readonly contenders: readonly Contender[];
  /** The maximum time of `subject`, as a multiple of the time of each of `against`. */
  readonly target: { readonly subject: string; readonly against: readonly string[]; readonly atMost: number };
}

export const RAW = "node:crypto, cached key";
export const HARBOR = "@harbor/signing";
const HARBOR_PORTABLE = "@harbor/signing, portable build";
const STANDARD = "standardwebhooks";

const key = createSecretKey(Buffer.from(SECRET));
const hmac = (head: string, body?: Uint8Array): string => {
  const state = createHmac("sha256", key).update(head);
  return (body === undefined ? state : state.update(body)).digest("hex");
};

/** The two HMACs of a header with `v1` and `v2`, and nothing else. */
function rawHmacs({ timestamp, bytes }: Delivery): string {
  const v1 = hmac(`${timestamp}.`, bytes);
  return hmac(`${timestamp}\n${ids.eventId}\n${ids.deliveryId}\n${ids.eventType}\n${v1}`);
}

export function groupsFor(delivery: Delivery): Group[] {
  const { bytes: body, headers, timestamp, v1Only } = delivery;
  const signer = createSigner([SECRET]);
  const standard = standardWebhooks(delivery);
  const raw: Contender = { name: RAW, run: () => rawHmacs(delivery) };
  return [
    {
      title: "verify v1 and v2",
      contenders: [raw, { name: HARBOR, run: () => verifySignature({ body, headers, secret: SECRET }) }],
      target: { subject: HARBOR, against: [RAW], atMost: 1.3 },
    },
    {
      title: "sign v1 and v2",
      contenders: [raw, { name: HARBOR, run: () => signer.sign({ timestamp, body, ...ids }) }],
      target: { subject: HARBOR, against: [RAW], atMost: 1.3 },
    },
    {
      title: "verify v1 only",
      contenders: [
        { name: RAW, run: () => hmac(`${timestamp}.`, body) },
        { name: HARBOR, run: () => verifySignature({ body, headers: v1Only, secret: SECRET }) },
        ...textPeers(delivery),
        standard,
      ],
      target: {
        subject: HARBOR,
        against: ["stripe", "@octokit/webhooks-methods", "svix", STANDARD],
        atMost: 1,
      },
    },
    {
      title: "verify v1 and v2 without node:crypto",
      contenders: [
        { name: HARBOR_PORTABLE, run: () => portableVerifySignature({ body, headers, secret: SECRET }) },
        standard,
      ],
      target: { subject: HARBOR_PORTABLE, against: [STANDARD], atMost: 1 },
    },
  ];
}

/** The peers hash text, so text is what they get; none of them parses it, except svix, which always does. */
function textPeers({ text, timestamp, v1Only }: Delivery): Contender[] {
  const { signature } = new Stripe("sk_test_none").webhooks;
  const octokitSignature = `sha256=${createHmac("sha256", SECRET).update(text).digest("hex")}`;
  const svix = new Svix(SECRET);
  const svixHeaders = {
    "svix-id": ids.eventId,
    "svix-timestamp": String(timestamp),
    "svix-signature": svix.sign(ids.eventId, new Date(timestamp * 1000), text),
  };
  return [
    { name: "stripe", run: () => signature!.verifyHeader(text, v1Only, SECRET, 300) },
    { name: "@octokit/webhooks-methods", run: () => octokitVerify(SECRET, text, octokitSignature) },
    { name: "svix", run: () => svix.verify(text, svixHeaders) },
  ];
}

function standardWebhooks({ text, timestamp }: Delivery): Contender {
  const webhook = new StandardWebhook(SECRET);
  const headers = {
    "webhook-id": ids.eventId,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": webhook.sign(ids.eventId, new Date(timestamp * 1000), text),
  };
  return { name: STANDARD, run: () => webhook.verify(text, headers, { jsonParse: false }) };
}
