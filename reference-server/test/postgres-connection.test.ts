import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { generate } from "selfsigned";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type OwnPostgres, startOwnPostgres } from "../../packages/receiver/test/databases/own-postgres.js";
import { killPrograms, startProgram } from "./server-process.js";
import { EMBEDDED } from "./store-under-test.js";
import { Api } from "./test-server.js";

const KEY = "hk_test_connections_to_a_database";

/** Another PostgreSQL would need its settings changed. */
let postgres: OwnPostgres;
let folder: string;

beforeAll(async () => {
  postgres = await startOwnPostgres({ flags: ["-c", "fsync=off"] });
  folder = mkdtempSync(join(tmpdir(), "harbor-certificates-"));
  const own = await writeCertificate("own");
  await writeCertificate("another");
  const owner = statSync(postgres.dataFolder).uid;
  for (const file of [own.cert, own.key]) chownSync(file, owner, owner);
  chownSync(folder, owner, owner);
  await run(
    `ALTER SYSTEM SET ssl_cert_file = '${own.cert}'`,
    `ALTER SYSTEM SET ssl_key_file = '${own.key}'`,
    "ALTER SYSTEM SET ssl = on",
    "SELECT pg_reload_conf()",
  );
}, 60_000);
afterEach(killPrograms);
afterAll(async () => {
  await vi.waitUntil(async () => (await sessions()).length === 0, { timeout: 10_000 });
  await postgres.stop();
  rmSync(folder, { recursive: true });
});

async function writeCertificate(name: string): Promise<{ cert: string; key: string }> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "db.example" }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  const files = { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key, { mode: 0o600 });
  return files;
}

async function run(...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new Client(postgres.url);
  await client.connect();
  let rows: Record<string, unknown>[] = [];
  for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows;
  await client.end();
  return rows;
}

/** Those of Harbor. One that is starting has no name yet; its state is `starting`, before PostgreSQL 18 null. */
const sessions = () =>
  run(
    `SELECT DISTINCT application_name, ssl FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)
     WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'starting'`,
  );

function start(parameters: Record<string, string>, { password = true, ...env }: Env = {}) {
  const url = new URL(postgres.url);
  if (!password) url.password = "";
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return startProgram({ ...EMBEDDED, HARBOR_API_KEYS: KEY, HARBOR_DATABASE_URL: url.href, ...env });
}

interface Env {
  password?: boolean;
  PGPASSFILE?: string;
}

test.each(["require", "verify-ca", "verify-full"])("sslmode=%s encrypts", async (sslmode) => {
  const sslrootcert = join(folder, "own.crt");
  const server = await start({ sslmode, ...(sslmode !== "require" && { sslrootcert }) });
  expect(await sessions()).toEqual([{ application_name: "harbor", ssl: true }]);
  expect(await server.stop()).toBe(0);
});

test("a certificate of another authority is refused with the remedy", async () => {
  const sslrootcert = join(folder, "another.crt");
  for (const sslmode of ["require", "verify-full"])
    await expect(start({ sslmode, sslrootcert })).rejects.toThrow(
      /HARBOR_DATABASE_URL: the certificate of the database is not accepted: .*sslrootcert/,
    );
  await expect(start({ sslmode: "verify-full" })).rejects.toThrow("sslrootcert");
});

test("a certificate of another host is refused by verify-full, with the remedy", async () => {
  const sslrootcert = join(folder, "own.crt");
  const localhost = { sslmode: "verify-full", sslrootcert, host: "localhost" };
  await expect(start(localhost)).rejects.toThrow(
    /not accepted: .*localhost.*the host as the certificate does/,
  );
});

test("a file of the URL that is missing is named", async () => {
  const sslrootcert = join(folder, "missing.crt");
  await expect(start({ sslmode: "verify-full", sslrootcert })).rejects.toThrow(
    /HARBOR_DATABASE_URL: .*missing\.crt/,
  );
});

test("the password file and the application's name are libpq's; a wrong password is named", async () => {
  const { hostname, port } = new URL(postgres.url);
  const file = (password: string) => {
    const path = join(folder, `pgpass-${password}`);
    writeFileSync(path, `${hostname}:${port}:*:postgres:${password}\n`, { mode: 0o600 });
    return { password: false, PGPASSFILE: path };
  };
  const server = await start({ application_name: "orders" }, file("password"));
  expect(await sessions()).toEqual([{ application_name: "orders", ssl: false }]);
  expect(await server.stop()).toBe(0);
  await expect(start({}, file("wrong"))).rejects.toThrow("password authentication failed");
});

test("a password that is refused later is a database that is down, until it is accepted again", async () => {
  const server = await start({});
  const readiness = async () => (await fetch(`${server.url}/readyz`)).status;
  const end =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'harbor' AND pid <> pg_backend_pid()";
  const client = new Client(postgres.url);
  await client.connect();
  await client.query("ALTER ROLE postgres PASSWORD 'another'");
  await client.query(end);
  const refused = await new Api(server.url, KEY).post("/events", { type: "a", body: 1 });
  expect([refused.status, refused.body.error.code]).toEqual([503, "overloaded"]);
  expect(await readiness()).toBe(503);
  await client.query("ALTER ROLE postgres PASSWORD 'password'");
  await client.end();
  await vi.waitUntil(async () => (await readiness()) === 200, { timeout: 20_000 });
  expect(await server.stop()).toBe(0);
});

test("a start waits for a database that is down", async () => {
  let refused = 0;
  const door = createServer((socket) => {
    refused += 1;
    socket.destroy();
  });
  await new Promise<void>((listening) => door.listen(0, "127.0.0.1", listening));
  const { port } = door.address() as AddressInfo;
  const starting = start({ port: String(port) });
  await vi.waitUntil(() => refused >= 2, { timeout: 20_000 });
  door.removeAllListeners("connection").on("connection", (socket) => {
    const far = connect(Number(new URL(postgres.url).port), "127.0.0.1");
    far.on("error", () => socket.destroy()).pipe(socket);
    socket.on("error", () => far.destroy()).pipe(far);
  });
  const server = await starting;
  const reply = await new Api(server.url, KEY).post("/events", { type: "a", body: 1 });
  expect(reply.status).toBe(202);
  expect(await server.stop()).toBe(0);
  door.close();
});
