/** Sends to the URLs in its arguments once it has no file descriptor left, and again when it has; prints the results. */
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createHttpTransport } from "../src/delivery/send/http.js";
import { newDestination } from "../src/domain/domain.js";
import { createNameResolver } from "../src/net/name-resolver.js";
import { createUrlGuard } from "../src/net/url-guard.js";

const [dns, ...urls] = process.argv.slice(2);
if (dns === undefined) throw new Error("Usage: exhaust-descriptors <name server> <url>...");

function createSender(server: string) {
  const resolver = createNameResolver({ servers: [server] });
  const guard = createUrlGuard({ testNetworks: ["127.0.0.0/8"], resolver });
  const transport = createHttpTransport({ guard, resolver, maxConnectionAgeMs: 60_000 });
  return {
    send: (url: string) => send(transport, url),
    close() {
      transport.destroy();
      resolver.close();
    },
  };
}

async function send(transport: ReturnType<typeof createHttpTransport>, url: string): Promise<string> {
  const destination = newDestination({ id: "dest_1", environmentId: 1, url, now: 0 });
  const request = {
    destination,
    mode: "test" as const,
    fixedHeaders: [],
    headers: [],
    keptHeaders: "",
    body: Buffer.from("{}"),
    sentAt: 0,
  };
  const result = await transport.send(request);
  return "local_fault" in result ? `local_fault ${result.local_fault.message}` : String(result.response_code);
}

const held: number[] = [];

/** Returns how many were free. */
function takeAll(): number {
  const before = held.length;
  try {
    for (;;) held.push(openSync(devNull, "r"));
  } catch {
    return held.length - before;
  }
}

// Loads what sending needs: the loader of this program opens and closes files.
const first = createSender(dns);
await Promise.all(urls.map(first.send));
first.close();

// Some are still closed: until none became free for a while.
for (let quietTurns = 0; quietTurns < 100; quietTurns += 1) {
  if (takeAll() > 0) quietTurns = 0;
  await nextTurn();
}
const sender = createSender(dns);
const exhausted = await Promise.all(urls.map(sender.send));
for (const descriptor of held) closeSync(descriptor);
const recovered = await Promise.all(urls.map(sender.send));
console.log(JSON.stringify({ exhausted, recovered }));
sender.close();
