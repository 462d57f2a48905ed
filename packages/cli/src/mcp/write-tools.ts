import type { McpServer } from "@modelcontextprotocol/server";
import type { Harbor } from "@harbor/client";
import { z } from "zod";
import { SENDS_REQUESTS, tool } from "./tool.js";

/** The tools that send requests to destinations. None deletes anything. */
export function addWriteTools(server: McpServer, client: Harbor): void {
  server.registerTool(
    "retry_delivery",
    {
      title: "Retry a delivery",
      description:
        "Sends a delivery again now, a dead one too. Returns the delivery; its result comes later.",
      inputSchema: z.strictObject({ delivery_id: z.string() }),
      annotations: SENDS_REQUESTS,
    },
    tool(({ delivery_id }) => client.deliveries.retry(delivery_id)),
  );
  server.registerTool(
    "replay_event",
    {
      title: "Replay an event",
      description:
        "Delivers a stored event again: to all destinations that it matches now, or to the given ones. Receivers see the same event id.",
      inputSchema: z.strictObject({
        event_id: z.string(),
        destination_ids: z.array(z.string()).exactOptional(),
        dry_run: z.boolean().default(true).describe("true: only count, send nothing"),
      }),
      annotations: SENDS_REQUESTS,
    },
    tool(({ event_id, ...body }) => client.events.replay(event_id, body)),
  );
  server.registerTool(
    "send_test_event",
    {
      title: "Send a test event",
      description:
        "Sends an event to one destination, regardless of its subscriptions. Without a body: the example of the type in the catalogue, or a short message.",
      inputSchema: z.strictObject({
        destination_id: z.string(),
        type: z.string().exactOptional(),
        body: z.json().exactOptional(),
      }),
      annotations: SENDS_REQUESTS,
    },
    tool(({ destination_id, ...event }) => client.destinations.test(destination_id, event)),
  );
}
