// Runs every test of the repository with vitest and closes with one line: `N passed, N failed`.
// Arguments are vitest's own: `npm test -- --project receiver -t "replay"`.
import { parseCLI, startVitest } from "vitest/node";
import { closingLines, countResults } from "./test-results.mjs";

process.env.NODE_ENV = "test"; // vitest keeps a NODE_ENV=production that it inherits; libraries behave differently under it
const { filter, options } = parseCLI(["vitest", "run", ...process.argv.slice(2)]);
const vitest = await startVitest("test", filter, { allowOnly: false, ...options, watch: false });
const results = countResults(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
await vitest.close();

process.stdout.write(`${closingLines(results).join("\n")}\n`);
process.exit(results.failed > 0 || results.passed === 0 ? 1 : (process.exitCode ?? 0));
