// `npm run test:postgres`: the tests of the server's API with the server on PostgreSQL, which npm brings or HARBOR_TEST_POSTGRES_URL
// names. `npm test` runs the store's own suite and those of several processes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { startPostgres } from "../../packages/compatibility/runtimes/postgres.mjs";

/** Tests that start a server on the store under test. The others name their database file, or need none. */
const TESTS = [
  "http",
  "life",
  "tunnel",
  "alerts",
  "clock-steps",
  "concurrency",
  "fairness",
  "overload",
  "sim.test.ts",
  "specification",
];

const postgres = await startPostgres();
const tests = TESTS.map((name) => `reference-server/test/${name}`);
const child = spawn(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    "reference-server",
    ...tests,
    ...process.argv.slice(2),
  ],
  {
    stdio: "inherit",
    env: { ...process.env, HARBOR_TEST_STORE: "postgres", HARBOR_TEST_POSTGRES_URL: postgres.url },
  },
);
const [code] = await once(child, "exit");
await postgres.stop();
process.exitCode = code ?? 1;
