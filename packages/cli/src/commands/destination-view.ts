import type { Destination } from "@harbor/client";
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
    ["url", printable(destination.url)],
    ["name", printable(destination.name ?? "-")],
    ["status", `${colorStatus(destination.status, output.colors)}${reason}`],
    ["retries", `${policy.max_retries}, first after ${policy.base_delay_seconds} s`],
    ["timeout", `${destination.timeout_seconds} s`],
    ["at once", String(destination.max_concurrent_deliveries)],
    ["headers", printable(destination.header_names.join(", ") || "-")],
    ["metadata", metadata === null ? "-" : printable(JSON.stringify(metadata))],
    ...(oldKeyEnds === null ? [] : [["old key ends", localTime(oldKeyEnds)] as Field]),
    ["created", localTime(destination.created_at)],
  ];
}

/** The secret alone goes to stdout, so that it can be piped to where it belongs without being seen. */
export function showSecret(
  output: Output,
  { id, signing_secret }: { id: string; signing_secret: string },
): void {
  output.note(`${id}. Its signing secret, shown this once:`);
  output.text(signing_secret);
}
