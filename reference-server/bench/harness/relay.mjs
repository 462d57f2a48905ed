// The limit to compare with: the same path without storage. Fastify in, one HMAC, undici out.
import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import Fastify from "fastify";
import { Agent } from "undici";

const target = new URL(process.argv[2]);
const key = createSecretKey(randomBytes(32));
const agent = new Agent({ pipelining: 1, connections: 50, headersTimeout: 0, bodyTimeout: 0 });
const app = Fastify();

app.removeAllContentTypeParsers();
app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => {
  done(null, body);
});

const discard = {
  onRequestStart() {},
  onResponseStart() {},
  onResponseData() {},
  onResponseEnd() {},
  onResponseError(_controller, error) {
    throw error;
  },
};

app.post("/v1/events", (request, reply) => {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", key).update(`${timestamp}.`).update(request.body).digest("hex");
  agent.dispatch(
    {
      origin: target.origin,
      path: target.pathname,
      method: "POST",
      headers: ["Content-Type", "application/json", "Harbor-Signature", `t=${timestamp},v1=${signature}`],
      body: request.body,
    },
    discard,
  );
  void reply.code(202).send({ accepted: true });
});

await app.listen({ host: "127.0.0.1", port: 0 });
process.send({ url: `http://127.0.0.1:${app.server.address().port}` });
