import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { nodeAdapter } from "@harbor/receiver/node";
import * as signing from "@harbor/signing";
import { conformanceChecks } from "./conformance.mjs";
import { receiver, roundTripChecks } from "./round-trip.mjs";
import { runChecks } from "./run-checks.mjs";
import { vectorChecks } from "./vectors.mjs";

const server = createServer(nodeAdapter(receiver));
await once(server.listen(0, "127.0.0.1"), "listening");
const result = await runChecks([
  ...vectorChecks(signing, "import"),
  ...vectorChecks(createRequire(import.meta.url)("@harbor/signing"), "require"),
  ...conformanceChecks(),
  ...roundTripChecks({
    baseUrl: process.env.HARBOR_BASE_URL,
    apiKey: process.env.HARBOR_API_KEY,
    url: `http://127.0.0.1:${server.address().port}/`,
  }),
]);
console.log(JSON.stringify(result));
server.close();
server.closeAllConnections();
