import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSigner, generateSecret } from "@harbor/signing";
import { beforeAll, expect, test } from "vitest";
import { Cli } from "./cli.js";

const cli = new Cli();
const secret = generateSecret();
const body = '{"order_id":"ord_123"}\n';
const ids = { eventId: "evt_1", eventType: "order.created", deliveryId: "del_1" };
const timestamp = Math.floor(Date.now() / 1000);
const signature = createSigner([secret]).sign({ ...ids, timestamp, body: Buffer.from(body) });
const headers = [
  `Harbor-Signature: ${signature}`,
  "Harbor-Event-Id: evt_1",
  "harbor-event-type: order.created",
  "Harbor-Delivery-Id: del_1",
];

beforeAll(() => {
  writeFileSync(join(cli.folder, "body.json"), body);
  writeFileSync(join(cli.folder, "trimmed.json"), body.trim());
  writeFileSync(join(cli.folder, "headers.txt"), headers.join("\r\n"));
  writeFileSync(
    join(cli.folder, "headers.json"),
    JSON.stringify(Object.fromEntries(headers.map((line) => line.split(": ")))),
  );
  writeFileSync(join(cli.folder, "secret"), `${secret}\n`);
});

const env = { HARBOR_SIGNING_SECRET: secret };

test("a good one, with the headers from a file of lines or of JSON", async () => {
  for (const file of ["headers.txt", "headers.json"]) {
    const { code, stdout } = await cli.run(["verify", "--body", "body.json", "--headers-file", file], {
      env,
    });
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^✓ .*\n {2}The signature covers the headers: order\.created, evt_1, del_1\n/),
    ]);
  }
});

test("the signature alone; the secret from a file, or piped in", async () => {
  const args = ["verify", "--body", "body.json", "--header", signature];
  for (const run of [
    cli.run([...args, "--secret-file", "secret"]),
    cli.run(args, { input: secret }),
    cli.run(["verify", "--body", "-", "--header", signature], { input: body, env }),
  ]) {
    expect(await run).toMatchObject({ code: 0, stdout: expect.stringContaining("does not cover event id") });
  }
});

test("a body that was trimmed: it fails, and says why and what to do", async () => {
  const { code, stdout } = await cli.run(
    ["verify", "--body", "trimmed.json", "--headers-file", "headers.txt"],
    { env },
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(/^✗ signature_mismatch/);
  expect(stdout).toMatch(/certain trailing_newline_trimmed\n.*\n {2}fix Do not trim/);
  const json = await cli.run(
    ["verify", "--body", "trimmed.json", "--headers-file", "headers.txt", "--json"],
    { env },
  );
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: false,
    findings: [{ cause: "trailing_newline_trimmed" }],
  });
});

test("a request that was captured earlier is judged by the time at which it arrived", async () => {
  const old = createSigner([secret]).sign({ ...ids, timestamp: timestamp - 7200, body: Buffer.from(body) });
  const args = ["verify", "--body", "body.json", "--header", `Harbor-Signature: ${old}`];
  const stale = await cli.run(args, { env });
  expect([stale.code, stale.stdout]).toEqual([1, expect.stringContaining("signature_stale")]);
  expect((await cli.run([...args, "--received-at", "2h"], { env })).code).toBe(0);
  expect((await cli.run([...args, "--tolerance", "8000"], { env })).code).toBe(0);
  expect(stale.stderr).toContain("--received-at any");
  for (const moment of ["any", String(timestamp - 7200), String((timestamp - 7200) * 1000)]) {
    expect((await cli.run([...args, "--received-at", moment], { env })).code).toBe(0);
  }
});

test.each([[["--header", "x"]], [["--headers-file", "nowhere.txt"]], [[]]])(
  "%j is a fault of the command line",
  async (args) => {
    expect((await cli.run(["verify", "--body", "body.json", ...args], { env })).code).toBe(2);
  },
);
