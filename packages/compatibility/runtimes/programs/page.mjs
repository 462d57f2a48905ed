import { Harbor } from "@harbor/client";
import { signTestRequest } from "@harbor/receiver/sign-test-request";
import { verifySignature } from "@harbor/receiver/verify";
import * as signing from "@harbor/signing";
import { expectSame, runChecks } from "./run-checks.mjs";
import { vectorChecks } from "./vectors.mjs";

/** A page cannot be delivered to: it signs and verifies, and uses the client. */
globalThis.runChecks = ({ url, apiKey }) =>
  runChecks([
    ...vectorChecks(signing, "bundle"),
    ["verifies what it signed", signAndVerify],
    ["the client creates and lists", () => createAndList(new Harbor({ apiKey, baseUrl: url }))],
  ]);

function signAndVerify() {
  const secret = signing.generateSecret();
  const { headers, body } = signTestRequest({ secret, type: "order.created", body: { a: 1 } });
  const { headersSigned, eventType } = verifySignature({ body, headers, secret });
  expectSame([headersSigned, eventType], [true, "order.created"]);
}

async function createAndList(harbor) {
  const event = await harbor.events.send({ type: "order.created", body: { a: 1 } });
  const listed = await harbor.events.list().toArray({ limit: 10 });
  expectSame(
    listed.map(({ id }) => id),
    [event.id],
  );
}
