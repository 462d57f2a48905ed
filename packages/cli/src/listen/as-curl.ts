import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigner } from "@harbor/signing";
import { type DeliveryRecord, lastTry } from "./records.js";

/** Longer or binary bodies go into a file, so that the command stays readable. */
const MAX_INLINE_BYTES = 2048;

/**
 * The request as a curl command for a POSIX shell, with a new signature: the original signature would be too old for the receiver a few
 * minutes later.
 */
export function asCurl(record: DeliveryRecord, { url, secret }: { url: URL; secret: string }): string {
  const { eventId, eventType, deliveryId, body } = record;
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createSigner([secret]).sign({ eventId, eventType, deliveryId, timestamp, body });
  const renewed: Record<string, string> = {
    "harbor-signature": signature,
    "harbor-timestamp": String(timestamp),
  };
  const headers = lastTry(record).headers.map(([name, value]) => [
    name,
    renewed[name.toLowerCase()] ?? value,
  ]);
  return [
    `curl -i -X POST ${quoted(url.href)}`,
    ...headers.map(([name = "", value = ""]) => `  -H ${quoted(`${name}: ${value}`)}`),
    `  --data-binary ${bodyArgument(record)}`,
  ].join(" \\\n");
}

function bodyArgument({ body, deliveryId }: DeliveryRecord): string {
  const text = body.toString("utf8");
  const isPlain =
    body.length <= MAX_INLINE_BYTES && Buffer.from(text).equals(body) && !/[^\P{C}\n\t]/u.test(text);
  // curl takes a leading @ for the name of a file.
  if (isPlain && !text.startsWith("@")) return quoted(text);
  const path = join(tmpdir(), `harbor-${deliveryId.replace(/\W/g, "")}.json`);
  writeFileSync(path, body, { mode: 0o600 });
  return quoted(`@${path}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
