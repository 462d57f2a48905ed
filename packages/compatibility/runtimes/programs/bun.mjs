import { webAdapter } from "@harbor/receiver/web";
import * as signing from "@harbor/signing";
import { memoryChecks } from "./conformance.mjs";
import { receiver, roundTripChecks } from "./round-trip.mjs";
import { runChecks } from "./run-checks.mjs";
import { vectorChecks } from "./vectors.mjs";

const { Bun } = globalThis;
const harbor = webAdapter(receiver);
const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => harbor(request) });
const result = await runChecks([
  ...vectorChecks(signing, "import"),
  ...memoryChecks(),
  ...roundTripChecks({
    baseUrl: Bun.env.HARBOR_BASE_URL,
    apiKey: Bun.env.HARBOR_API_KEY,
    url: server.url.href,
  }),
]);
console.log(JSON.stringify(result));
await server.stop(true);
