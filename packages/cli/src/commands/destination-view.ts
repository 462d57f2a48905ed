import type { Destination, DestinationWithSecret } from "@harbor/client";
import { age, localTime } from "../output/format.js";
import type { Field, Output } from "../output/output.js";
import { printable } from "../output/printable.js";
import { colorStatus } from "../output/style.js";
import type { Column } from "../output/table.js";

export function destinationColumns({ colors }: Output): Column<Destination>[] {
  return [
    { title: "ID", text: ({ id }) => id },
    { title: "NAME", text: ({ name }) => name ?? "", shrinks: true },
    { title: "URL", text: ({ url }) => url, shrinks: true },
    { title: "STATUS", text: ({ status }) => status, style: (status) => colorStatus(status, colors) },
    { title: "AGE", text: ({ created_at }) => age(created_at), optional: true },
  ];
}

export function destinationFields(destination: Destination, output: Output): Field[] {
  const { retry_policy: policy, metadata, old_key_expires_at: oldKeyEnds } = destination;
  const reason = destination.paused_reason === null ? "" : ` (${destination.paused_reason})`;
  return [
    ["destination", destination.id],
    ["url", destination.url],
    ["name", destination.name ?? "-"],
    ["tenant", destination.tenant ?? "-"],
    ["uid", destination.uid ?? "-"],
    ["status", `${destination.status}${reason}`, (status) => colorStatus(status, output.colors)],
    ["retries", `${policy.max_retries}, first after ${policy.base_delay_seconds} s`],
    ["timeout", `${destination.timeout_seconds} s`],
    ["concurrency", String(destination.max_concurrent_deliveries)],
    ["rate limit", destination.max_per_second === null ? "-" : `${destination.max_per_second}/s`],
    ["ordering", destination.ordering],
    ["headers", destination.header_names.join(", ") || "-"],
    ["signature", destination.signature],
    ...destination.public_keys.map((key): Field => [
      key === destination.public_key ? "public key" : "old public key",
      key,
    ]),
    ["metadata", metadata === null ? "-" : JSON.stringify(metadata)],
    ...(oldKeyEnds === null ? [] : [["old key ends", localTime(oldKeyEnds)] as Field]),
    ["created", localTime(destination.created_at)],
  ];
}

/**
 * The key that the receiver needs alone goes to stdout, so that a secret can be piped to a secret store without being seen. With
 * Ed25519 it is the public key.
 */
export function showKey(
  output: Output,
  { id, signing_secret, public_key }: Pick<DestinationWithSecret, "id" | "signing_secret" | "public_key">,
): void {
  if (signing_secret === null)
    output.note(`Public key of ${printable(id)}, with which its receiver verifies:`);
  else output.note(`Signing secret of ${printable(id)}, shown only once:`);
  output.text(printable(signing_secret ?? public_key ?? ""));
}
