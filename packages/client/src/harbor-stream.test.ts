import type { ServerResponse } from "node:http";
import { describe, expect, test, vi } from "vitest";
import { createClient, failureOf } from "../test/create-client.js";
import { endless, failure, json, type Reply, reset, startScriptedServer } from "../test/scripted-server.js";
import type { HarborStream, StreamEvent } from "./index.js";

const message = (id: number) => `id: ${id}\nevent: delivery\ndata: {"id":"del_${id}"}\n\n`;

/** Opens a stream, then does what the test says. */
function opens(act: (response: ServerResponse) => void): Reply {
  return (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    act(response);
  };
}

async function take(stream: HarborStream<StreamEvent>, count: number): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of stream) if (events.push(event) === count) break;
  return events;
}

describe("harbor.stream.deliveries", () => {
  test("yields what arrives, heartbeats apart, and disconnects when the loop is left", async () => {
    const server = await startScriptedServer(
      opens((response) => response.write(`: hello\n\n${message(1)}:\n\n${message(2)}`)),
    );
    const events = await take(createClient(server).stream.deliveries({ destination_id: "dest_1" }), 2);
    expect(events).toEqual([
      { id: "1", event: "delivery", data: { id: "del_1" } },
      { id: "2", event: "delivery", data: { id: "del_2" } },
    ]);
    expect(server.requests[0]).toMatchObject({ path: "/stream?destination_id=dest_1" });
    expect(server.requests[0]?.headers).toMatchObject({ accept: "text/event-stream" });
    await vi.waitFor(() => expect(server.abandoned).toHaveLength(1));
  });

  test("reconnects behind the last event, whether the connection ends or breaks", async () => {
    const server = await startScriptedServer(
      opens((response) => response.end(message(1))),
      opens((response) => response.write(message(2), () => response.socket?.destroy())),
      reset,
      failure(503, "overloaded", { "retry-after": "0" }),
      opens((response) => response.write(message(3))),
    );
    const events = await take(createClient(server).stream.deliveries({}, { lastEventId: "0" }), 3);
    expect(events.map(({ id }) => id)).toEqual(["1", "2", "3"]);
    const positions = server.requests.map(({ headers }) => headers["last-event-id"]);
    expect(positions).toEqual(["0", "1", "2", "2", "2"]);
  });

  test("an outage longer than maxRetries does not end a stream that was open", async () => {
    const server = await startScriptedServer(
      opens((response) => response.end(message(1))),
      reset,
      reset,
      reset,
      opens((response) => response.write(message(2))),
    );
    const events = await take(createClient(server, { maxRetries: 0 }).stream.deliveries(), 2);
    expect(events.map(({ id }) => id)).toEqual(["1", "2"]);
  });

  test("reconnects when the connection falls silent", async () => {
    const server = await startScriptedServer(
      opens((response) => response.write(message(1))),
      opens((response) => response.write(message(2))),
    );
    const events = await take(createClient(server).stream.deliveries({}, { idleTimeoutMs: 100 }), 2);
    expect(events.map(({ id }) => id)).toEqual(["1", "2"]);
  });

  test("fails when it cannot be opened", async () => {
    const server = await startScriptedServer(failure(401, "unauthorized"));
    expect(await failureOf(take(createClient(server).stream.deliveries(), 1))).toMatchObject({
      code: "unauthorized",
    });
  });

  test("fails when the key is revoked between two connections", async () => {
    const server = await startScriptedServer(
      opens((response) => response.end(message(1))),
      failure(403, "forbidden"),
    );
    expect(await failureOf(take(createClient(server).stream.deliveries(), 2))).toMatchObject({
      code: "forbidden",
    });
  });

  test("a response that is not a stream is an error", async () => {
    const server = await startScriptedServer(json(200, {}));
    const error = await failureOf(take(createClient(server).stream.deliveries(), 1));
    expect(error).toMatchObject({ code: "unexpected_response", status: 200 });
  });

  test("data that is not JSON is an error, not a reason to reconnect", async () => {
    const server = await startScriptedServer(opens((response) => response.write("data: {\n\n")));
    const error = await failureOf(take(createClient(server).stream.deliveries(), 1));
    expect(error).toMatchObject({ code: "unexpected_response", status: null });
    expect(server.requests).toHaveLength(1);
  });

  test("an event without an end is an error, and is not read to the end", async () => {
    const { reply, sent } = endless(200, "text/event-stream", "event: delivery\ndata: ");
    const server = await startScriptedServer(reply);
    const error = await failureOf(take(createClient(server).stream.deliveries(), 1));
    expect(error).toMatchObject({ code: "unexpected_response", url: `${server.url}/v1/stream` });
    await vi.waitFor(() => expect(server.abandoned).toHaveLength(1));
    expect(sent()).toBeLessThan(16 * 1024 * 1024);
    expect(server.requests).toHaveLength(1);
  });

  test("ends with the caller's signal", async () => {
    const abort = new AbortController();
    const server = await startScriptedServer(opens((response) => response.write(message(1))));
    const consume = async () => {
      for await (const { id } of createClient(server).stream.deliveries({}, { signal: abort.signal }))
        abort.abort(id);
    };
    expect(await failureOf(consume())).toMatchObject({ code: "aborted" });
    await vi.waitFor(() => expect(server.abandoned).toHaveLength(1));
  });
});
