// A webhook sender as people build it themselves: an endpoint that puts each event into a queue before its 202, and a worker that signs and posts it.
// Arguments: the module with the queue, where to post, and the URL of the queue's database.
import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import Fastify from "fastify";
import { Agent, request } from "undici";

/** Requests at once: what a destination of Harbor has by default. */
const CONCURRENCY = 50;

const [module, target, databaseUrl] = process.argv.slice(2);
const key = createSecretKey(randomBytes(32));
const agent = new Agent({ pipelining: 1, connections: CONCURRENCY });

/** Throws for a response that is not 2xx: the queue then tries again later. */
async function deliver(body) {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex");
  const response = await request(target, {
    dispatcher: agent,
    method: "POST",
    headers: { "content-type": "application/json", "webhook-signature": `t=${timestamp},v1=${signature}` },
    body,
  });
  await response.body.dump();
  if (response.statusCode >= 300) throw new Error(`The receiver responded with ${response.statusCode}.`);
}

const { startQueue } = await import(`./${module}.mjs`);
const add = await startQueue({ databaseUrl, deliver, concurrency: CONCURRENCY });
const app = Fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
  done(null, body);
});
app.post("/v1/events", async ({ body }, reply) => {
  await add(body);
  return await reply.code(202).send({ accepted: true });
});
await app.listen({ host: "127.0.0.1", port: 0 });
process.send({ url: `http://127.0.0.1:${app.server.address().port}` });
