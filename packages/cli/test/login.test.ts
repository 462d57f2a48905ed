import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Inbox, startHarbor, type TestHarbor } from "@harbor/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Cli } from "./cli.js";

let harbor: TestHarbor;
beforeAll(async () => {
  harbor = await startHarbor();
});
afterAll(() => harbor.stop());

const cli = new Cli();
const file = join(cli.configDir, "keys.json");

describe("login", () => {
  test("stores a key per environment, readable by its owner alone", async () => {
    const live = await harbor.createApiKey({ environment: "live" });
    for (const input of [`${harbor.apiKey}\n`, live]) {
      const { code, stdout, stderr } = await cli.run(["login", "--base-url", `${harbor.url}/v1/`], { input });
      expect([code, stdout.includes(input.trim()), stderr.includes(input.trim())]).toEqual([0, false, false]);
    }
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      test: { api_key: harbor.apiKey, base_url: harbor.url },
      live: { api_key: live, base_url: harbor.url },
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(cli.configDir).mode & 0o777).toBe(0o700);
  });

  test("the stored keys are used, the test one unless --env asks for the other", async () => {
    await harbor.receiver();
    expect(await cli.json(["destinations", "list"])).toHaveLength(1);
    expect(await cli.json(["destinations", "list", "--env", "live"])).toEqual([]);
    expect(await cli.json(["--env", "live", "destinations", "list"])).toEqual([]);
  });

  test("a stored key goes to its own server only", async () => {
    const elsewhere = await cli.run(["events", "list", "--base-url", "http://127.0.0.1:1"]);
    expect(elsewhere.code).toBe(3);
    expect(elsewhere.stderr).toMatch(/is for http:\/\/127\.0\.0\.1:\d+, not for http:\/\/127\.0\.0\.1:1/);
  });

  test("a key that the server does not know is not stored", async () => {
    const before = readFileSync(file, "utf8");
    const { code, stderr } = await cli.run(["login", "--base-url", harbor.url], {
      input: "hk_test_unknownKey",
    });
    expect([code, readFileSync(file, "utf8")]).toEqual([3, before]);
    expect(stderr).toMatch(/\(unauthorized\)\n {2}request req_/);
  });

  test.each([
    ["", 2],
    ["whsec_c2VjcmV0", 3],
  ])("%j is not a key", async (input, code) => {
    expect((await cli.run(["login", "--base-url", harbor.url], { input })).code).toBe(code);
  });
});

describe("HARBOR_API_KEY", () => {
  test("goes before what is stored, and to where HARBOR_BASE_URL says", async () => {
    const other = await startHarbor();
    const env = { HARBOR_API_KEY: other.apiKey, HARBOR_BASE_URL: other.url };
    expect(await cli.json(["destinations", "list"], { env })).toEqual([]);
    await other.stop();
  });

  test("of another environment than --env is refused", async () => {
    const { code, stderr } = await cli.run(["events", "list", "--env", "live"], {
      env: { HARBOR_API_KEY: harbor.apiKey },
    });
    expect([code, stderr]).toEqual([3, expect.stringMatching(/is a test key, but --env asks for live/)]);
  });
});

describe("the wrong key or server", () => {
  const run = async (env: Record<string, string>) =>
    await cli.run(["events", "list"], {
      env: { HARBOR_API_KEY: harbor.apiKey, HARBOR_BASE_URL: harbor.url, ...env },
    });

  test("an unknown key is named by its beginning, with its source and the server", async () => {
    const { code, stderr } = await run({ HARBOR_API_KEY: "hk_test_unknownKey" });
    expect(code).toBe(3);
    expect(stderr).toContain(
      `The server at ${harbor.url} does not know the key hk_test_unkn… (from HARBOR_API_KEY).`,
    );
    expect(stderr).not.toContain("hk_test_unknownKey");
  });

  test("a key in quotes, and a signing secret for a key", async () => {
    const quoted = await run({ HARBOR_API_KEY: `"${harbor.apiKey}"` });
    expect([quoted.code, quoted.stderr]).toEqual([
      3,
      expect.stringContaining("remove the quotes around the key"),
    ]);
    const secret = await run({ HARBOR_API_KEY: "whsec_MDEyMzQ1Njc4OWFiY2RlZg==" });
    expect(secret.stderr).toContain("this is a signing secret");
    expect(secret.stderr).not.toContain("MDEyMzQ1");
  });

  test("https to an http port, and a path too many", async () => {
    const tls = await run({ HARBOR_BASE_URL: harbor.url.replace("http:", "https:") });
    expect([tls.code, tls.stderr]).toEqual([5, expect.stringContaining(`does not use TLS: ${harbor.url}`)]);
    expect(tls.stderr).not.toMatch(/SSL routines|openssl/i);
    const path = await run({ HARBOR_BASE_URL: `${harbor.url}/api` });
    expect(path.stderr).toContain(`check that ${harbor.url}/api is Harbor, without a path too many`);
  });

  test("a key file that others can read is warned about, once", async () => {
    chmodSync(file, 0o666);
    const { stderr, code } = await cli.run(["events", "list"]);
    expect(code).toBe(0);
    expect(
      stderr.match(/warning: .*keys\.json can be read or changed by other users \(mode 0666\): chmod 600/g),
    ).toHaveLength(1);
    chmodSync(file, 0o600);
    expect((await cli.run(["events", "list"])).stderr).not.toContain("warning");
  });
});

describe("exit codes", () => {
  const env = () => ({ HARBOR_API_KEY: harbor.apiKey, HARBOR_BASE_URL: harbor.url });

  test("1: the server refuses; details, request id and JSON for scripts", async () => {
    const args = ["destinations", "create", "http://10.0.0.1/hook"];
    const people = await cli.run(args, { env: env() });
    expect(people.code).toBe(1);
    expect(people.stderr).toMatch(
      /^error: .*\(invalid_url\)\n {2}body\/url\n {2}request req_\w+\n {2}docs {4}https:\/\/\S+\n$/,
    );
    const scripts = await cli.run([...args, "--json"], { env: env() });
    expect(JSON.parse(scripts.stderr)).toMatchObject({
      error: {
        code: "invalid_url",
        request_id: expect.stringMatching(/^req_/),
        details: [{ path: "body/url" }],
        doc_url: expect.stringContaining("invalid_url"),
      },
    });
    expect(scripts.stdout).toBe("");
  });

  test.each([
    [["frobnicate"]],
    [["events", "send"]],
    [["events", "list", "--limit", "few"]],
    [["deliveries", "list", "--since", "yesterdayish"]],
    [["events", "send", "a.b", "--data", "{"]],
    [["events", "send", "a.b", "--file", "nowhere.json"]],
    [["dlq", "replay"]],
    [["destinations", "update", "dest_1"]],
    [["--base-url", "ftp://x", "events", "list"]],
    [[]],
  ])("2: %j", async (args) => {
    expect((await cli.run(args, { env: env() })).code).toBe(2);
  });

  test.each([
    [["lisen", "3000"], "Did you mean listen?"],
    [["deliveries", "lst"], "Did you mean list?"],
    [["listen", "http://3000/webhooks/harbor"], "write a port as localhost:3000"],
    [["listen", "shop.example/hooks"], "not on this machine or a private network"],
    [["listen"], "harbor listen 3000"],
  ])("2: %j, with a suggestion", async (args, suggestion) => {
    const { code, stderr } = await cli.run(args, { env: env() });
    expect([code, stderr]).toEqual([2, expect.stringContaining(suggestion)]);
  });

  test("3: no key, an unknown key", async () => {
    const loggedOut = new Cli();
    const none = await loggedOut.run(["events", "list"]);
    expect([none.code, none.stderr]).toEqual([3, expect.stringContaining("harbor login")]);
    const unknown = await cli.run(["events", "list"], {
      env: { ...env(), HARBOR_API_KEY: "hk_test_unknownKey" },
    });
    expect(unknown.code).toBe(3);
  });

  test("4: not there", async () => {
    for (const noun of ["destinations", "subscriptions", "events", "deliveries"]) {
      const { code, stderr } = await cli.run([noun, "show", "dest_01M86MKG4PWMRTYHKA9J4K8FWD"], {
        env: env(),
      });
      expect([code, stderr]).toEqual([4, expect.stringContaining(`harbor ${noun} list`)]);
    }
  });

  test("5: no server responds, and it says how to start one", async () => {
    const gone = await Inbox.open();
    const { url } = gone;
    await gone.close();
    const { code, stderr } = await cli.run(["events", "list"], { env: { ...env(), HARBOR_BASE_URL: url } });
    expect([code, stderr]).toEqual([5, expect.stringMatching(/ECONNREFUSED.*\n.*harbor server/s)]);
  });

  test("0: help and version", async () => {
    for (const args of [["--help"], ["events", "send", "--help"], ["--version"]]) {
      expect((await cli.run(args)).code).toBe(0);
    }
  });
});

test("logout removes the key of one environment, or both; a broken file is an error", async () => {
  expect(await cli.json(["logout", "--env", "live"])).toEqual([{ removed: ["live"] }]);
  expect(await cli.json(["logout"])).toEqual([{ removed: ["test"] }]);
  expect((await cli.run(["events", "list"])).code).toBe(3);
  writeFileSync(file, "{");
  const broken = await cli.run(["events", "list"]);
  expect([broken.code, broken.stderr]).toEqual([
    1,
    expect.stringMatching(/stored keys in .*keys\.json cannot be used/),
  ]);
});
