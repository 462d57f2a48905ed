import { once } from "node:events";
import { request } from "node:http";
import fastify from "fastify";
import { expect, test } from "vitest";
import { systemClock } from "../clock.js";
import { RequestState } from "./request-state.js";
import { addResponseRoom } from "./response-room.js";

test("a response to a client that is gone takes no room", async () => {
  const app = fastify();
  app.decorateRequest("harbor");
  app.addHook("onRequest", (req, _reply, done) => {
    req.harbor = new RequestState();
    done();
  });
  addResponseRoom(app, { clock: systemClock });
  const megabyte = "x".repeat(1_048_576);
  const handled: Promise<unknown>[] = [];
  const arrivals: (() => void)[] = [];
  app.get("/late", async (_request, reply) => {
    const closed = once(reply.raw, "close");
    handled.push(closed);
    arrivals.shift()?.();
    await closed;
    return megabyte;
  });
  app.get("/", () => megabyte);
  const url = await app.listen({ port: 0, host: "127.0.0.1" });

  for (let count = 0; count < 40; count += 1) {
    const arrived = new Promise<void>((resolve) => arrivals.push(resolve));
    const late = request(`${url}/late`, { agent: false }).on("error", () => undefined);
    late.end();
    await arrived;
    late.destroy();
  }
  await Promise.all(handled);
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(await response.text()).toHaveLength(megabyte.length);
  await app.close();
});
