import { webAdapter } from "@harbor/receiver/web";
import * as signing from "@harbor/signing";
import { memoryChecks } from "./conformance.mjs";
import { receiver, roundTripChecks } from "./round-trip.mjs";
import { runChecks } from "./run-checks.mjs";
import { vectorChecks } from "./vectors.mjs";

const { Deno } = globalThis;
const harbor = webAdapter(receiver);
const options = { hostname: "127.0.0.1", port: 0, onListen: () => undefined };
const server = Deno.serve(options, (request) => harbor(request));
const result = await runChecks([
  ...vectorChecks(signing, "import"),
  ...memoryChecks(),
  ...roundTripChecks({
    baseUrl: Deno.env.get("HARBOR_BASE_URL"),
    apiKey: Deno.env.get("HARBOR_API_KEY"),
    url: `http://127.0.0.1:${server.addr.port}/`,
  }),
]);
console.log(JSON.stringify(result));
await server.shutdown();
