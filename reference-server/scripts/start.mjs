// `npm start`: the embedded server in the foreground, with a test key, a receiver that shows its requests, and the commands of the
// quickstart ready to paste.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const KEY_FILE = join(".harbor", "test-key");
const RECEIVER_PORT = 4211;

/** The test key in HARBOR_API_KEYS, or one stored beside the database, so that it is the same on every start. */
function testKey() {
  const configured = process.env.HARBOR_API_KEYS?.split(",").map((key) => key.trim());
  const named = configured?.find((key) => key.startsWith("hk_test_"));
  if (named !== undefined) return named;
  if (existsSync(KEY_FILE)) return readFileSync(KEY_FILE, "utf8").trim();
  const key = `hk_test_${randomBytes(16).toString("hex")}`;
  mkdirSync(".harbor", { recursive: true });
  writeFileSync(KEY_FILE, `${key}\n`, { mode: 0o600 });
  return key;
}

/** Responds to every POST with 200 and shows it. */
async function startReceiver() {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      response.writeHead(200).end();
      const {
        "harbor-event-type": type,
        "harbor-event-id": event,
        "harbor-signature": signature,
      } = request.headers;
      console.log(`\n<- ${request.method} ${request.url}  ${type ?? ""} ${event ?? ""}`);
      console.log(`   Harbor-Signature: ${signature ?? "(none)"}`);
      console.log(`   ${Buffer.concat(chunks).toString("utf8")}`);
    });
  });
  await listen(server);
  return { url: `http://127.0.0.1:${server.address().port}/your-unique-id`, close: () => server.close() };
}

/** On the same port at each start, unless it is taken: destinations of an earlier start lead to it. */
async function listen(server) {
  try {
    await once(server.listen(RECEIVER_PORT, "127.0.0.1"), "listening");
  } catch (error) {
    if (error.code !== "EADDRINUSE") throw error;
    await once(server.listen(0, "127.0.0.1"), "listening");
  }
}

function instructions({ url, key, receiverUrl }) {
  const curl = (path, body) =>
    [
      `curl -X POST ${url}/v1${path} \\`,
      `  -H "Authorization: Bearer ${key}" \\`,
      `  -H "Content-Type: application/json" \\`,
      `  -d '${body}'`,
    ].join("\n");
  return `
${dashboard === "off" ? "" : `Dashboard ${url}/dashboard/#key=${key}\n`}API       ${url}/v1
Test key  ${key}
Receiver  ${receiverUrl}  (responds with 200 and shows each request below)

1. Register the destination. The response has its id and, only this once, its signing_secret:

${curl("/destinations", `{ "url": "${receiverUrl}", "name": "Quickstart receiver" }`)}

2. Subscribe it to an event type. Replace dest_01HXYZ with the id from the first response:

${curl("/subscriptions", '{ "destination_id": "dest_01HXYZ", "event_type": "order.created" }')}

3. Send an event:

${curl("/events", '{ "type": "order.created", "body": { "order_id": "ord_123", "amount_cents": 4500 } }')}

4. Watch the delivery:

curl ${url}/v1/deliveries \\
  -H "Authorization: Bearer ${key}"

Or receive deliveries on a port of your own (more: npx harbor --help):

HARBOR_BASE_URL=${url} HARBOR_API_KEY=${key} npx harbor listen 3000/webhooks/harbor

Ctrl-C stops the server. Its data is in ${join(process.cwd(), ".harbor")}.
`;
}

/** On, also where the server is not embedded: `npm start` is for a machine of one's own. */
const dashboard = process.env.HARBOR_DASHBOARD ?? "on";
const key = testKey();
const receiver = await startReceiver();
const server = spawn(
  process.execPath,
  [fileURLToPath(new URL("../dist/main.js", import.meta.url)), "start"],
  {
    env: { ...process.env, HARBOR_API_KEYS: process.env.HARBOR_API_KEYS ?? key, HARBOR_DASHBOARD: dashboard },
    stdio: ["ignore", "pipe", "inherit"],
  },
);
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => server.kill(signal));
createInterface({ input: server.stdout }).on("line", (line) => {
  console.log(line);
  const [, url] = /^harbor ready (\S+)$/.exec(line) ?? [];
  if (url !== undefined) console.log(instructions({ url, key, receiverUrl: receiver.url }));
});
const [code] = await once(server, "exit");
receiver.close();
process.exitCode = code ?? 1;
