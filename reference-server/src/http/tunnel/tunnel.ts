import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance } from "fastify";
import { WebSocketServer } from "ws";
import { ApiError } from "../../errors.js";
import { type Gate, takeRequest } from "../admission.js";
import type { Caller } from "../api.js";
import { toApiError } from "../error-shape.js";
import { sendErrorOnSocket, pathOf } from "../errors.js";
import { createOpenConnections } from "../open-connections.js";
import { BASE_PATH } from "../operations.js";
import { type SessionContext, TunnelSession } from "./tunnel-session.js";
import { ignoreUpgrade } from "../upgrades.js";

const PATH = `${BASE_PATH}/tunnel`;
const PROTOCOL = "harbor-tunnel.v1";
/** Room for a response's headers at Node's limit, as JSON. Its body has a maximum of 4 KB. */
const MAX_MESSAGE_BYTES = 65_536;
const RETRY_SECONDS = 5;

/** `/v1/tunnel`: deliveries over a WebSocket, for test keys (docs/tunnel.md). */
export function addTunnel(app: FastifyInstance, context: SessionContext, gate: Gate): void {
  const sessions = new Set<TunnelSession>();
  const open = createOpenConnections({ what: "tunnels", perOwner: 20, perEnvironment: 50 });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    // Pongs to a client that does not read would pile up: tunnel-wire.ts sends them.
    autoPong: false,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const requestId = context.newId("req");
    // Before it is a WebSocket it has no other listener, and a client that goes away must not end the process.
    const ignore = () => undefined;
    socket.on("error", ignore);
    try {
      const caller = await admit(request, gate);
      const leave = open.add(caller);
      if (typeof leave === "string") {
        throw new ApiError("rate_limited", `${leave} Close one first.`, { retryAfterSeconds: RETRY_SECONDS });
      }
      socket.once("close", leave);
      socket.off("error", ignore);
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const closed = () => void sessions.delete(session);
        const session = new TunnelSession(webSocket, context, { caller, requestId, closed });
        sessions.add(session);
      });
    } catch (error) {
      const apiError = toApiError(error);
      if (apiError.status === 500)
        context.log.error({ err: error, request_id: requestId }, "an upgrade failed");
      sendErrorOnSocket(socket, apiError, requestId);
    }
  }

  askBeforeUpgrade(app.server);
  app.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (isTunnel(request)) void upgrade(request, socket, head);
    else ignoreUpgrade(app.server, request, { socket, head });
  });
  app.addHook("preClose", async () => {
    await Promise.all([...sessions].map((session) => session.leave()));
  });
}

/** Node.js 22.21, 24.9 and newer ask whether to take a request off the parser; older ones leave that to `ignoreUpgrade`. */
function askBeforeUpgrade(server: Server): void {
  if ("shouldUpgradeCallback" in server) server.shouldUpgradeCallback = isTunnel;
}

function isTunnel({ method, url = "", headers }: IncomingMessage): boolean {
  return method === "GET" && pathOf(url) === PATH && headers.upgrade?.toLowerCase() === "websocket";
}

/** Throws `ApiError`: `unauthorized`, `forbidden`, `rate_limited`. */
async function admit({ headers }: IncomingMessage, { authenticate, rateLimits }: Gate): Promise<Caller> {
  const caller = await authenticate.fresh(headers.authorization);
  if (caller.environment.mode !== "test") throw new ApiError("forbidden", "Tunnels are for test keys.");
  if (caller.role !== "admin") {
    throw new ApiError(
      "forbidden",
      caller.session !== null
        ? "A portal session may not open a tunnel."
        : `This API key has the role ${caller.role}; a tunnel requires the role admin.`,
    );
  }
  const refusal = takeRequest(rateLimits, caller, "management")?.refusal;
  if (refusal !== null && refusal !== undefined) throw refusal;
  return caller;
}
