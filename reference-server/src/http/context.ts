import type { ApiResponse, Call, HttpDeps, OperationId } from "./api.js";
import type { OpenConnections } from "./open-connections.js";
import type { RespondWithPage } from "./pages.js";
import type { EventWalks } from "./resources/event-walk.js";
import type { RecentChanges } from "./resources/recent-changes.js";
import type { StreamGuard } from "./stream-guard.js";
import type { Validate } from "./validation.js";

/** The dependencies of all handlers, created once per server. */
export interface Context extends HttpDeps {
  respondWithPage: RespondWithPage;
  recentChanges: RecentChanges;
  /** Of keys, and of portal sessions, so that tenants cannot take the streams of the environment. */
  openStreams: { keys: OpenConnections; sessions: OpenConnections };
  streamGuard: StreamGuard;
  eventWalks: EventWalks;
  /** Opens the portal with the token; null where this server has no dashboard or does not know its public URL. */
  portalUrl(token: string): string | null;
  /** One event by itself: in a batch each has its own result. */
  validateEvent: Validate;
}

/** Throws `ApiError` for an error response. */
export type Handler<Id extends OperationId> = (context: Context, call: Call<Id>) => Promise<ApiResponse>;

export type Handlers = { [Id in OperationId]: Handler<Id> };
