/**
 * Forwards two deliveries to the URL in its argument while it has no free file descriptor: one whose time runs out, and one during
 * which the descriptors become free. Prints the results.
 */
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { createForward, type Outcome } from "../src/tunnel/forward.js";

const url = new URL(process.argv[2] ?? "");
const delivery = { headers: [], body: Buffer.from("{}") };
const held: number[] = [];
const faults: string[] = [];

function shown(outcome: Outcome): string {
  return "error" in outcome ? `${outcome.error} ${outcome.localFault?.code}` : String(outcome.status);
}

try {
  for (;;) held.push(openSync(devNull, "r"));
} catch {
  // Every descriptor is taken.
}
const exhausted = await createForward(url, { timeoutMs: 900, onLocalFault: () => undefined })(delivery);
const forward = createForward(url, {
  timeoutMs: 30_000,
  onLocalFault: ({ code }) => {
    faults.push(code);
    for (const descriptor of held.splice(0)) closeSync(descriptor);
  },
});
const recovered = await forward(delivery);
console.log(JSON.stringify({ exhausted: shown(exhausted), faults, recovered: shown(recovered) }));
process.exit();
