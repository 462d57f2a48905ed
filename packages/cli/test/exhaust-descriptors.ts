/**
 * Forwards deliveries to the URLs in its arguments while it has no free file descriptor: one whose time runs out, and one during
 * which the descriptors become free. Prints the results.
 */
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { createForward, type Outcome } from "../src/tunnel/forward.js";

const delivery = { headers: [], body: Buffer.from("{}") };
const held: number[] = [];

function takeAll(): void {
  try {
    for (;;) held.push(openSync(devNull, "r"));
  } catch {
    // Every descriptor is taken.
  }
}

function freeAll(): void {
  for (const descriptor of held.splice(0)) closeSync(descriptor);
}

function shown(outcome: Outcome): string {
  return "error" in outcome ? `${outcome.error} ${outcome.localFault?.code}` : String(outcome.status);
}

const results = [];
for (const text of process.argv.slice(2)) {
  const url = new URL(text);
  const faults: string[] = [];
  // Again and again: the loader of this program still closes some.
  const taking = setInterval(takeAll, 1);
  takeAll();
  const exhausted = await createForward(url, { timeoutMs: 300, onLocalFault: () => undefined })(delivery);
  const forward = createForward(url, {
    timeoutMs: 30_000,
    onLocalFault: ({ code }) => {
      faults.push(code);
      clearInterval(taking);
      freeAll();
    },
  });
  const recovered = await forward(delivery);
  results.push({ exhausted: shown(exhausted), faults, recovered: shown(recovered) });
}
console.log(JSON.stringify(results));
process.exit();
