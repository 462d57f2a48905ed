import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { freePort } from "../../receiver/test/free-port.js";
import { AgainstHarbor } from "./against-harbor.js";
import type { Running } from "./cli.js";

const cli = new AgainstHarbor();
const listening: Running[] = [];
afterEach(() => {
  for (const running of listening.splice(0)) running.kill("SIGTERM");
});

/** A receiver as people write one: it verifies with the variable, and says what it has seen. */
const RECEIVER = `
import { createServer } from "node:http";
import { createHmac } from "node:crypto";
const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const [, t, v1] = /^t=(\\d+),v1=(\\w+)/.exec(request.headers["harbor-signature"]) ?? [];
  const hmac = createHmac("sha256", process.env.HARBOR_SIGNING_SECRET).update(t + "." + Buffer.concat(chunks));
  const isGenuine = hmac.digest("hex") === v1;
  console.log((isGenuine ? "verified " : "refused ") + request.url);
  response.writeHead(isGenuine ? 200 : 401).end();
});
server.listen(Number(process.env.PORT ?? 0), () => {
  console.log("pid " + process.pid + " key " + process.env.HARBOR_API_KEY + " at " + process.env.HARBOR_BASE_URL);
});
process.on("SIGTERM", () => { console.log("got SIGTERM"); process.exit(7); });
process.on("SIGINT", () => { console.log("got SIGINT"); process.exit(0); });
`;

function listen(...args: string[]): Running {
  writeFileSync(join(cli.folder, "receiver.mjs"), RECEIVER);
  const running = cli.start(["listen", ...args]);
  listening.push(running);
  return running;
}

const until = async (running: Running, wanted: RegExp) =>
  await vi.waitUntil(() => wanted.exec(running.stdout + running.stderr), { timeout: 20_000, interval: 20 });

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("harbor listen -- command", () => {
  test("starts it with the secret and the key, finds its port, and forwards what verifies there", async () => {
    const running = listen("/webhooks/harbor", "--", "node", "receiver.mjs");
    const [, port] = await until(running, /forwarding to +http:\/\/localhost:(\d+)\/webhooks\/harbor\n/);
    expect(Number(port)).toBeGreaterThan(0);
    expect(running.stdout).toContain(`key ${cli.harbor.apiKey} at ${cli.harbor.url}`);
    await cli.harbor.client.events.send({ type: "order.created", body: { n: 1.5 } });
    await until(running, /│ verified \/webhooks\/harbor\n/);
    await until(running, /\d\d:\d\d:\d\d {2}200 {2}order\.created {2}evt_\w+/);
  });

  test("in a group: a shell and what it starts get the signal and end, and so does everything left", async () => {
    const running = listen("--", "sh", "-c", "sleep 300 & node receiver.mjs; echo not reached");
    const [, pid] = await until(running, /pid (\d+) key/);
    await until(running, /forwarding to/);
    running.kill("SIGINT");
    const { code, stdout } = await running.finished;
    expect(code).toBe(0);
    expect(stdout).toContain("got SIGINT");
    await vi.waitUntil(() => !isAlive(Number(pid)), { timeout: 10_000 });
    expect(await cli.harbor.client.destinations.list().toArray({ limit: 5 })).toEqual([]);
  });

  test("SIGTERM is forwarded, and the command's exit code is passed on", async () => {
    const running = listen("--", "node", "receiver.mjs");
    await until(running, /forwarding to/);
    running.kill("SIGTERM");
    const { code, stdout } = await running.finished;
    expect([code, stdout.includes("got SIGTERM")]).toEqual([7, true]);
  });

  test("a command that ends by itself ends the session with its code", async () => {
    const early = await cli.run(["listen", "--", "node", "-e", "console.log('no port'); process.exit(3)"]);
    expect([early.code, early.stdout]).toEqual([3, "│ no port\n"]);
    const running = listen("--", "node", "receiver.mjs");
    const [, pid] = await until(running, /pid (\d+) key/);
    await until(running, /forwarding to/);
    process.kill(Number(pid), "SIGKILL");
    expect((await running.finished).code).toBe(137);
  });

  test("--port and a port in the target are the command's PORT", async () => {
    const [port, other] = [await freePort(), await freePort()];
    const running = listen("--port", String(port), "--", "node", "receiver.mjs");
    await until(running, new RegExp(`forwarding to +http://localhost:${port}/\\n`));
    const second = listen(`${other}/hooks`, "--", "node", "receiver.mjs");
    await until(second, new RegExp(`forwarding to +http://localhost:${other}/hooks\\n`));
  });

  test("options after -- are the command's", async () => {
    const { code, stdout } = await cli.run([
      "listen",
      "--",
      "node",
      "-p",
      "process.argv.slice(1).join()",
      "--",
      "--json",
      "--help",
    ]);
    expect([code, stdout]).toEqual([0, "│ --json,--help\n"]);
  });

  test("a command that does not exist, and a key that is unknown, start nothing", async () => {
    const missing = await cli.run(["listen", "--", "no-such-command"]);
    expect([missing.code, missing.stderr]).toEqual([
      2,
      expect.stringContaining("no-such-command cannot be started"),
    ]);
    const { code, stdout } = await cli.run(["listen", "--", "node", "-e", "console.log('started')"], {
      env: { HARBOR_API_KEY: "hk_test_unknownKey" },
    });
    expect([code, stdout]).toEqual([3, ""]);
  });
});
