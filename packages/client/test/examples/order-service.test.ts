import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startHarbor, type TestHarbor } from "@harbor/testing";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type RunningPostgres, startPostgres } from "../../../receiver/test/databases/postgres.js";

const folder = fileURLToPath(new URL("../../../../examples/order-service/", import.meta.url));

/** The example as its users run it: on the built packages. */
describe("examples/order-service", { timeout: 120_000 }, () => {
  let harbor: TestHarbor;
  let server: RunningPostgres;
  let pool: Pool;
  const databaseUrl = () => databaseNamed("order_service");

  function databaseNamed(name: string): string {
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  beforeAll(async () => {
    [harbor, server] = await Promise.all([startHarbor(), startPostgres()]);
    pool = new Pool({ connectionString: server.url });
    for (const name of ["order_service", "order_service_tests"]) {
      await pool.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await pool.query(`CREATE DATABASE ${name}`);
    }
  });
  afterAll(async () => {
    for (const name of ["order_service", "order_service_tests"]) {
      await pool.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
    await pool.end();
    await Promise.all([harbor.stop(), server.stop()]);
  });

  async function start(baseUrl: string): Promise<{ url: string; child: ChildProcess }> {
    const child = spawn(process.execPath, ["--import", "tsx", "server.ts"], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        PORT: "0",
        DATABASE_URL: databaseUrl(),
        HARBOR_API_KEY: harbor.apiKey,
        HARBOR_BASE_URL: baseUrl,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => (output += String(chunk)));
    const url = await vi.waitUntil(
      () => {
        if (child.exitCode !== null) throw new Error(`The example ended:\n${output}`);
        return /takes orders on (\S+)/.exec(output)?.[1];
      },
      { timeout: 60_000 },
    );
    return { url, child };
  }

  /** A killed relay keeps the rows that it was sending for up to a minute. */
  const endLeases = async (): Promise<void> => {
    const orders = new Pool({ connectionString: databaseUrl() });
    await orders.query("UPDATE harbor_outbox SET leased_until = '-infinity'");
    await orders.end();
  };

  const place = async (url: string): Promise<string> => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ customer_id: "cus_1", amount_cents: 4500 }),
    });
    expect(response.status).toBe(201);
    return ((await response.json()) as { id: string }).id;
  };

  it("announces every order once, although it was killed while Harbor was down", async () => {
    const first = await start("http://127.0.0.1:9");
    const placed = await Promise.all(Array.from({ length: 20 }, () => place(first.url)));
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    await endLeases();

    const second = await start(harbor.url);
    placed.push(await place(second.url));
    const announced = await vi.waitUntil(
      async () => {
        const events = await harbor.client.events.list({ limit: 100 });
        return events.data.length >= placed.length ? events.data : undefined;
      },
      { timeout: 60_000, interval: 100 },
    );
    const orders = announced.map(({ body }) => (body as { order_id: string }).order_id);
    expect(orders.sort()).toEqual([...placed].sort());
    second.child.kill("SIGTERM");
    expect(await once(second.child, "exit")).toEqual([0, null]);
  });

  it("passes its own tests", async () => {
    const vitest = fileURLToPath(new URL("../vitest.mjs", import.meta.resolve("vitest")));
    const { stdout } = await promisify(execFile)(process.execPath, [vitest, "run"], {
      cwd: folder,
      env: { PATH: process.env.PATH, NO_COLOR: "1", DATABASE_URL: databaseNamed("order_service_tests") },
    });
    expect(stdout).toMatch(/Tests +3 passed/);
  });
});
