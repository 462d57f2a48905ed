import { Agent } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { createClient } from "../test/create-client.js";
import { json, startScriptedServer } from "../test/scripted-server.js";
import { undiciFetch } from "./undici.js";

test("an undici agent carries the calls, on connections that are kept", async () => {
  const server = await startScriptedServer(json(202, { id: "evt_1" }));
  const agent = new Agent({ connections: 1 });
  onTestFinished(() => agent.close());
  let connections = 0;
  agent.on("connect", () => connections++);

  const harbor = createClient(server, { fetch: undiciFetch(agent) });
  for (const n of [1, 2, 3]) await harbor.events.send({ type: "a", body: n });

  expect(server.requests.map(({ body }) => body.toString())).toEqual(
    [1, 2, 3].map((n) => `{"type":"a","body":${n}}`),
  );
  expect(connections).toBe(1);
});
