// A relay that hangs after Harbor's response, before it records the result, until it is killed.
import Database from "better-sqlite3";
import { Pool } from "pg";
import { Harbor } from "../../src/index.js";
import { createOutbox } from "../../src/outbox.js";
import type { CrashInput } from "./crash.js";

const { kind, location, table, apiKey, baseUrl } = JSON.parse(process.argv[2] ?? "") as CrashInput;
const harbor = new Harbor({
  apiKey,
  baseUrl,
  onResponse({ status }) {
    process.stdout.write(`status ${status}\n`);
    return new Promise(() => setInterval(() => undefined, 60_000));
  },
});
const outbox =
  kind === "sqlite"
    ? createOutbox({ database: new Database(location), table })
    : createOutbox({ database: new Pool({ connectionString: location }), table });
await outbox.relay({ harbor, leaseMs: 500, onError: (error) => console.error(error) }).runOnce();
