import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { nodeAdapter } from "@harbor/receiver/node";
import { postgresStore } from "@harbor/receiver/stores/postgres";
import * as signing from "@harbor/signing";
import { memoryChecks, storeChecks } from "./conformance.mjs";
import pg from "pg";
import { receiver, roundTripChecks } from "./round-trip.mjs";
import { runChecks } from "./run-checks.mjs";
import { vectorChecks } from "./vectors.mjs";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
await postgresStore({ client: pool }).migrate();
const server = createServer(nodeAdapter(receiver));
await once(server.listen(0, "127.0.0.1"), "listening");
const result = await runChecks([
  ...vectorChecks(signing, "import"),
  ...vectorChecks(createRequire(import.meta.url)("@harbor/signing"), "require"),
  ...memoryChecks(),
  ...storeChecks("PostgreSQL", (options) => postgresStore({ client: pool, ...options })),
  ...roundTripChecks({
    baseUrl: process.env.HARBOR_BASE_URL,
    apiKey: process.env.HARBOR_API_KEY,
    url: `http://127.0.0.1:${server.address().port}/`,
  }),
]);
console.log(JSON.stringify(result));
await pool.end();
server.close();
server.closeAllConnections();
