import type { Delivery } from "@harbor/client";

interface Sent {
  delivery: Delivery;
  /** The exact JSON text. */
  body: string;
  url: string;
}

/**
 * A command that sends the same body to the same URL. Without a signature: the signing secret is shown once, when the destination is
 * created, and this page does not have it.
 */
export function curlOf({ delivery, body, url }: Sent): string {
  const headers = [
    "Content-Type: application/json",
    `Harbor-Event-Id: ${delivery.event_id}`,
    `Harbor-Event-Type: ${delivery.event_type}`,
    `Harbor-Delivery-Id: ${delivery.id}`,
  ];
  return [
    `curl -X POST ${quote(url)} \\`,
    ...headers.map((header) => `  -H ${quote(header)} \\`),
    `  --data-binary ${quote(body)}`,
  ].join("\n");
}

/** One word of a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
