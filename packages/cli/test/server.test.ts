import { expect, test } from "vitest";
import { Cli } from "./cli.js";

const cli = new Cli();

test("starts a server, shows its keys once, and stops at Ctrl-C", async () => {
  const server = cli.start(["server", "--port", "0", "--database", "sqlite::memory:", "--json"], {
    env: { HARBOR_LOG_LEVEL: "silent" },
  });
  const ready = await server.line<{ url: string; api_keys: string[] }>((line) => "url" in line);
  const [apiKey = ""] = ready.api_keys;
  const env = { HARBOR_API_KEY: apiKey, HARBOR_BASE_URL: ready.url };
  expect(await cli.json(["events", "send", "a.b", "--data", "1"], { env })).toMatchObject([{ type: "a.b" }]);
  server.kill("SIGINT");
  expect((await server.finished).code).toBe(0);
});

test("settings of the server apply, and a wrong one is reported", async () => {
  const { code, stderr } = await cli.run(["server", "--port", "99999"], {
    env: { HARBOR_HOLD_SECONDS: "1h" },
  });
  expect(code).toBe(2);
  expect(stderr).toMatch(/HARBOR_PORT: .*"99999"/);
  expect(stderr).toMatch(/HARBOR_HOLD_SECONDS: must be a whole number/);
});

test("a mistyped setting is named, and a database in use is not an internal error", async () => {
  const database = `sqlite:${cli.folder}/harbor.db`;
  const first = cli.start(["server", "--port", "0", "--database", database, "--json"], {
    env: { HARBOR_LOG_LEVEL: "silent" },
  });
  await first.line<{ url: string }>((line) => "url" in line);
  const { code, stderr } = await cli.run(["server", "--port", "0", "--database", database], {
    env: { HARBOR_PROT: "1" },
  });
  expect(code).toBe(1);
  expect(stderr).toContain("HARBOR_PROT is not a setting; did you mean HARBOR_PORT?");
  expect(stderr).toMatch(/in use by another Harbor server.*\(server_not_started\)/s);
  first.kill("SIGINT");
  expect((await first.finished).code).toBe(0);
});
