import { checkSecret } from "@harbor/signing";
import { z } from "zod";
import type { ConnectionError } from "@harbor/shared/connection-errors";
import type { ClientMessage as SentMessage } from "@harbor/shared/tunnel-messages";

/** Checks the messages of a tunnel's client (docs/tunnel.md). */

const headers = z.array(z.tuple([z.string(), z.string()]));
const id = z.int().min(1);
const failure = z.enum([
  "timeout",
  "connection_refused",
  "connection_reset",
  "dns_error",
  "tls_error",
  "protocol_error",
] satisfies ConnectionError[]);

const MAX_SECRET_LENGTH = 256;

/** A secret that the client brings. The message of a refused one never contains it. */
const signingSecret = z
  .string()
  .max(MAX_SECRET_LENGTH)
  .superRefine((secret, refinement) => {
    const check = checkSecret(secret);
    if (!check.ok) refinement.addIssue({ code: "custom", message: check.hint });
  });

export const clientMessage = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("open"),
    events: z.array(z.string()).min(1).max(20).default(["**"]),
    filter: z.record(z.string(), z.unknown()).nullable().default(null),
    timeout_seconds: z.int().min(1).max(120).default(30),
    signing_secret: signingSecret.nullable().default(null),
  }),
  z.strictObject({ type: z.literal("resume"), resume_token: z.string() }),
  z.strictObject({
    type: z.literal("response"),
    id,
    status: z.int().min(200).max(999),
    headers,
    body_bytes: z.int().min(0),
  }),
  z.strictObject({ type: z.literal("failure"), id, error: failure }),
  z.strictObject({ type: z.literal("goodbye") }),
]) satisfies z.ZodType<SentMessage>;

export type ClientMessage = z.output<typeof clientMessage>;
export type OpenMessage = Omit<Extract<ClientMessage, { type: "open" }>, "filter"> & {
  /** JSON text. */
  filter: string | null;
};
/** A client's message, checked. */
export type ReceivedMessage = Exclude<ClientMessage, { type: "open" }> | OpenMessage;
