import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { verifySignature } from "@harbor/signing";
import { expect, test } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";

const cli = new AgainstHarbor();
const seed = join(cli.configDir, "listen-seed");
const given = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;

interface Ready {
  type: string;
  signing_secret: string;
}

/** The secret under which a session runs, and a delivery of it verifies. */
async function secretOf(args: string[] = [], env: Record<string, string> = {}): Promise<string> {
  const inbox = await cli.harbor.receiver({ events: ["only.this"] });
  const running = cli.start(["listen", inbox.url, "--json", ...args], { env });
  const { signing_secret: secret } = await running.line<Ready>(({ type }) => type === "ready");
  await cli.harbor.client.events.send({ type: "order.created", body: 1 });
  const { body, headers } = await inbox.next();
  expect(verifySignature({ body, headers, secret }).headersSigned).toBe(true);
  running.kill("SIGINT");
  expect((await running.finished).code).toBe(0);
  return secret;
}

test("the same on every start with one key, another one with another key", async () => {
  const first = await secretOf();
  expect(first).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(await secretOf()).toBe(first);
  const other = await cli.run(["listen", "--print-secret"], {
    env: { HARBOR_API_KEY: "hk_test_anotherKey" },
  });
  expect(other.stdout).toMatch(/^whsec_/);
  expect(other.stdout.trim()).not.toBe(first);
});

test("the file that it is derived from can be read by its owner only, and is not a secret by itself", async () => {
  await cli.run(["listen", "--print-secret"]);
  expect(statSync(seed).mode & 0o777).toBe(0o600);
  const { stdout } = await cli.run(["listen", "--print-secret"]);
  expect(stdout).not.toContain(readFileSync(seed, "utf8").trim());
  chmodSync(seed, 0o644);
  expect((await cli.run(["listen", "--print-secret"])).stderr).toMatch(/warning: .*listen-seed can be read/);
  chmodSync(seed, 0o600);
});

test("--print-secret prints the secret alone, without a target or a server", async () => {
  const secret = await secretOf();
  const env = { HARBOR_BASE_URL: "http://127.0.0.1:1" };
  const { code, stdout, stderr } = await cli.run(["listen", "--print-secret"], { env });
  expect([code, stdout, stderr]).toEqual([0, `${secret}\n`, ""]);
});

test("first starts at the same time agree", async () => {
  const env = { HARBOR_CONFIG_DIR: join(cli.folder, "fresh") };
  const runs = await Promise.all([1, 2, 3, 4].map(() => cli.run(["listen", "--print-secret"], { env })));
  expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1);
});

test("given: by HARBOR_SIGNING_SECRET, or by a file, which goes first", async () => {
  expect(await secretOf([], { HARBOR_SIGNING_SECRET: given })).toBe(given);
  writeFileSync(join(cli.folder, "secret"), `${given}\n`);
  expect(await secretOf(["--secret-file", "secret"], { HARBOR_SIGNING_SECRET: "whsec_somethingElse" })).toBe(
    given,
  );
});

test("what cannot be a secret is refused and not shown", async () => {
  for (const [secret, hint] of [
    ["whsec_short", /shorter than 16 bytes/],
    ["hk_test_anApiKeyByMistake", /This is an API key/],
  ] as const) {
    const { code, stderr } = await cli.run(["listen", "3000"], { env: { HARBOR_SIGNING_SECRET: secret } });
    expect([code, stderr]).toEqual([2, expect.stringMatching(hint)]);
    expect(stderr).not.toContain(secret);
  }
  writeFileSync(seed, "broken");
  const broken = await cli.run(["listen", "--print-secret"]);
  expect([broken.code, broken.stderr]).toEqual([
    1,
    expect.stringMatching(/listen-seed cannot be used: it must hold 32 bytes/),
  ]);
});
