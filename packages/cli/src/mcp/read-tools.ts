import type { McpServer } from "@modelcontextprotocol/server";
import type { Harbor } from "@harbor/client";
import { diagnose } from "@harbor/signing/diagnose";
import { z } from "zod";
import { adviseOnDelivery, findDestination } from "../delivery-advice.js";
import { RECEIVER_GUIDES } from "../generated/receiver-guides.js";
import { SECRET_VARIABLE } from "../listen/listen-secret.js";
import { READ_ONLY, tool } from "./tool.js";

const limit = z.int().min(1).max(100).default(20);
const since = z.iso.datetime().exactOptional().describe("only what was created at or after this time");

/** The tools that only look. */
export function addReadTools(server: McpServer, client: Harbor): void {
  addDeliveryTools(server, client);
  addEventTools(server, client);
  addDestinationTools(server, client);
  addReceiverTools(server);
}

function addDeliveryTools(server: McpServer, client: Harbor): void {
  server.registerTool(
    "list_deliveries",
    {
      title: "List deliveries",
      description: "Deliveries, newest first, with the result of their last attempt.",
      inputSchema: z.strictObject({
        status: z.enum(["pending", "retrying", "succeeded", "dead"]).exactOptional(),
        destination_id: z.string().exactOptional(),
        event_id: z.string().exactOptional(),
        event_type: z.string().exactOptional(),
        tenant: z.string().exactOptional(),
        since,
        limit,
      }),
      annotations: READ_ONLY,
    },
    tool(({ limit, ...query }) => client.deliveries.list(query).toArray({ limit })),
  );
  server.registerTool(
    "explain_delivery",
    {
      title: "Explain a delivery",
      description:
        "Why a delivery failed or what it waits for: every attempt with request headers, response and error, its destination, and advice.",
      inputSchema: z.strictObject({ delivery_id: z.string() }),
      annotations: READ_ONLY,
    },
    tool(async ({ delivery_id }) => {
      const delivery = await client.deliveries.get(delivery_id);
      const destination = await findDestination(client, delivery.destination_id);
      return { advice: adviseOnDelivery(delivery, destination), delivery, destination };
    }),
  );
  server.registerTool(
    "dead_letter_groups",
    {
      title: "Dead deliveries by cause",
      description:
        "Counts dead deliveries by destination, reason and response code, with the newest of each.",
      inputSchema: z.strictObject({}),
      annotations: READ_ONLY,
    },
    tool(() => client.dlq.groups()),
  );
}

function addEventTools(server: McpServer, client: Harbor): void {
  server.registerTool(
    "list_events",
    {
      title: "List events",
      description: "Events, newest first.",
      inputSchema: z.strictObject({
        type: z.string().exactOptional(),
        idempotency_key: z.string().exactOptional(),
        tenant: z.string().exactOptional(),
        since,
        limit,
      }),
      annotations: READ_ONLY,
    },
    tool(({ limit, ...query }) => client.events.list(query).toArray({ limit })),
  );
  server.registerTool(
    "get_event",
    {
      title: "Get an event",
      description: "One event, its body with the digits as they were sent, and its deliveries.",
      inputSchema: z.strictObject({ event_id: z.string() }),
      annotations: READ_ONLY,
    },
    tool(async ({ event_id }) => (await client.events.get(event_id).withResponse()).text),
  );
  server.registerTool(
    "list_event_types",
    {
      title: "List event types",
      description: "The whole catalogue: each event type with its description.",
      inputSchema: z.strictObject({}),
      annotations: READ_ONLY,
    },
    tool(async () => {
      const types = await client.eventTypes.list().toArray({ limit: Infinity });
      return types.map(({ type, description, deprecated }) => ({ type, description, deprecated }));
    }),
  );
  server.registerTool(
    "get_event_type",
    {
      title: "Get an event type",
      description: "One event type of the catalogue, with its JSON Schema and example.",
      inputSchema: z.strictObject({ type: z.string() }),
      annotations: READ_ONLY,
    },
    tool(({ type }) => client.eventTypes.get(type)),
  );
}

function addDestinationTools(server: McpServer, client: Harbor): void {
  server.registerTool(
    "list_destinations",
    {
      title: "List destinations",
      description:
        "Where events are delivered: URL, status, why it is paused, retry policy. Secrets are never in it.",
      inputSchema: z.strictObject({ tenant: z.string().exactOptional(), limit }),
      annotations: READ_ONLY,
    },
    tool(({ limit, ...query }) => client.destinations.list(query).toArray({ limit })),
  );
  server.registerTool(
    "list_subscriptions",
    {
      title: "List subscriptions",
      description: "Which event types and filters lead to which destination.",
      inputSchema: z.strictObject({ destination_id: z.string().exactOptional(), limit }),
      annotations: READ_ONLY,
    },
    tool(({ limit, ...query }) => client.subscriptions.list(query).toArray({ limit })),
  );
  server.registerTool(
    "get_stats",
    {
      title: "Get statistics",
      description:
        "Events, attempts, success rate, latency and backlog of the last 24 hours, or since a time.",
      inputSchema: z.strictObject({ destination_id: z.string().exactOptional(), since }),
      annotations: READ_ONLY,
    },
    tool((query) => client.stats.get(query)),
  );
}

const FRAMEWORKS = Object.keys(RECEIVER_GUIDES) as [keyof typeof RECEIVER_GUIDES];

function addReceiverTools(server: McpServer): void {
  server.registerTool(
    "receiver_guide",
    {
      title: "Guide to a receiver",
      description:
        "How to receive events in a framework: complete, tested TypeScript that verifies signatures and handles each event once, and how to try it.",
      inputSchema: z.strictObject({ framework: z.enum(FRAMEWORKS) }),
      annotations: READ_ONLY,
    },
    tool(({ framework }) => RECEIVER_GUIDES[framework]),
  );
  server.registerTool(
    "verify_signature",
    {
      title: "Verify a signature",
      description: `Verifies a captured request as a receiver would, at any age, and names the cause of a mismatch. The secret is that of ${SECRET_VARIABLE} in the environment of this server, unless one is given.`,
      inputSchema: z.strictObject({
        body: z.string().describe("the exact text of the body"),
        headers: z.record(z.string(), z.string()).describe("all headers of the request"),
        scheme: z.enum(["harbor", "standard"]).default("harbor"),
        secret: z.string().exactOptional().describe("whsec_… or, for Ed25519, whpk_…"),
      }),
      annotations: READ_ONLY,
    },
    tool(({ secret = process.env[SECRET_VARIABLE] ?? "", ...request }) =>
      diagnose({ ...request, secret, toleranceSeconds: Infinity }),
    ),
  );
}
